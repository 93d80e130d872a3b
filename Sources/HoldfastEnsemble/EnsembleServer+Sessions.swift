/// The sessions of clients, and their end.
extension EnsembleServer {
    /// The ids of the sessions whose connections this server holds.
    ///
    /// - Throws: ``EnsembleError`` with the code `noAnswer`.
    public func sessions() async throws -> [Int64] {
        try await self.fourLetterWord("cons").split(separator: "\n").compactMap { line in
            // One line for each connection; that which asks has no session, and no `sid`.
            guard let start = line.firstRange(of: "sid=0x")?.upperBound else { return nil }
            return UInt64(line[start...].prefix { $0.isHexDigit }, radix: 16).map(Int64.init(bitPattern:))
        }
    }

    /// Ends a session at the servers, as if it had expired: a second connection with its id and password closes it. Its
    /// ephemeral nodes go, its connection is closed, and its client hears of the end when it comes back.
    ///
    /// The session may be on any server of the ensemble.
    /// - Throws: ``EnsembleError`` with the code `impossible` when there is no such session, or `noAnswer` when the server does
    ///   not answer in time.
    public func expire(session: Int64) async throws {
        try await SessionEnd.carryOut(session: session, port: self.clientPort, limit: .seconds(5))
    }
}
