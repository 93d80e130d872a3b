import HoldfastCore

/// A core that follows a declared list, whose zxids and counts move as the servers move them.
struct ModelledList {
    private var core = AssignmentCore()
    private var reading: ListReading
    private var connection = 1
    private var isAdded = false

    init(things: Int) {
        var entries = ListEntries(unread: (0..<things).map { ThingID("thing-\($0)") })
        for (id, _) in entries { entries[id] = Self.entry(made: 5) }
        let stat = ListStat(
            identity: ListIdentity(czxid: 1, ctime: 1), pzxid: 10, cversion: Int32(things), mzxid: 10, version: 1)
        reading = ListReading(
            namesStat: stat, dataStat: stat, declaration: Declaration(generation: 100, count: things, isWhole: true),
            entries: entries)
        _ = core.connected(Self.connection(1), at: .zero)
        _ = read()
    }

    /// One Thing is added, or taken off again.
    mutating func readOneChange() -> [Directive] {
        let zxid = reading.namesStat.pzxid + 1
        reading.entries["one-more"] = isAdded ? nil : Self.entry(made: zxid)
        isAdded.toggle()
        let generation = 100 + zxid
        reading.declaration = Declaration(
            generation: generation, count: reading.entries.count, lineage: [StatementID(generation: generation - 1), 100])
        reading.namesStat.pzxid = zxid
        reading.namesStat.mzxid = zxid
        reading.namesStat.cversion &+= 1
        reading.dataStat = reading.namesStat
        return read()
    }

    mutating func readAgain() -> [Directive] { read() }

    mutating func reconnect() -> [Directive] {
        connection += 1
        return core.disconnected(.disconnected, at: .zero) + core.connected(Self.connection(connection), at: .zero)
            + read()
    }

    private mutating func read() -> [Directive] {
        core.read(
            Reading(connection: connection, begun: .zero, afterSync: false, outcome: .list(reading)), at: .zero)
    }

    private static func connection(_ ordinal: Int) -> Connection {
        Connection(ordinal: ordinal, session: 1, timeout: .seconds(10))
    }

    private static func entry(made zxid: Int64) -> Entry {
        .read(EntryNode(payload: Array("payload".utf8), czxid: zxid, mzxid: zxid, isEphemeral: false))
    }
}
