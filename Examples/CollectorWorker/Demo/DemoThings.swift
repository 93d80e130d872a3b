import HoldfastCore
import HoldfastZooKeeper

/// The twelve Things of the demo, and the transactions that put them on their list and take them off.
struct DemoThings: Sendable {
    let list: ZNodePath = "/collectors/demo"
    private let payloads: [(id: ThingID, source: String)]

    /// - Parameter linePort: the port of a server on loopback that sends lines.
    init(linePort: Int) {
        let sources = [
            ("load", "file:/proc/loadavg"), ("memory", "file:/proc/meminfo"), ("line", "tcp:127.0.0.1:\(linePort)"),
        ]
        payloads = sources.flatMap { name, source in (1...4).map { (ThingID("\(name)-\($0)"), source) } }
    }

    var ids: [ThingID] { payloads.map(\.id) }

    /// The list and all that is on it, for the first time.
    var creation: [TransactionOperation] {
        get throws {
            let above = list.parent.map { [TransactionOperation.create($0, data: nil, mode: .persistent)] } ?? []
            return try above + [.create(list, data: nil, mode: .persistent)] + assignment
        }
    }

    /// Every Thing is put on the list.
    var assignment: [TransactionOperation] {
        get throws {
            try payloads.map { id, source in
                let payload = #"{"source":"\#(source)","interval_ms":200}"#
                return .create(try path(of: id), data: Array(payload.utf8), mode: .persistent)
            }
        }
    }

    /// Every Thing is taken off the list.
    var emptying: [TransactionOperation] {
        get throws { try ids.map(removal) }
    }

    /// One Thing is taken off the list.
    func removal(of id: ThingID) throws -> TransactionOperation {
        .delete(try path(of: id), version: nil)
    }

    private func path(of id: ThingID) throws -> ZNodePath {
        try list.appending(ZNodeName(bytes: id.bytes))
    }
}
