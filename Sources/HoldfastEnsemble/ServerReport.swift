/// What a server says of itself in answer to `srvr`, as far as an ensemble needs it.
struct ServerReport: Sendable, Equatable {
    /// Whether it leads: the leader of a quorum, or a server that stands alone.
    let leads: Bool
    /// The last transaction it has seen. A later leader has a greater one.
    let lastTransaction: UInt64

    /// Reads the answer. `nil` when the server serves nobody: it then says so instead of reporting.
    init?(_ answer: String) {
        let lines = answer.split(separator: "\n")
        func value(of name: String) -> Substring? {
            lines.first { $0.hasPrefix("\(name): ") }?.dropFirst(name.count + 2)
        }
        guard let mode = value(of: "Mode"), let transaction = value(of: "Zxid") else { return nil }
        guard let lastTransaction = UInt64(transaction.dropFirst(2), radix: 16) else { return nil }
        self.leads = mode == "leader" || mode == "standalone"
        self.lastTransaction = lastTransaction
    }
}
