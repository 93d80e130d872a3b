internal import HoldfastCore

extension StateFile {
    /// The file of that owner.
    ///
    /// - Throws: what is wrong with it, also when it is somebody else's.
    init(bytes: [UInt8], of owner: StateOwner) throws(StateFileFault) {
        try self.init(bytes: bytes)
        guard self.owner.list == owner.list else { throw .otherList(self.owner) }
        guard self.owner.workerID == owner.workerID else { throw .otherWorker(self.owner) }
    }

    /// The file of any owner.
    init(bytes: [UInt8]) throws(StateFileFault) {
        let (version, body) = try Self.body(of: bytes)
        var reader = ByteReader(body)
        owner = try reader.owner()
        generation = try reader.number()
        provedAt = try reader.optional { (reader) throws(StateFileFault) in try reader.number() }
        value = try reader.known(version)
        if Self.shardedVersions.contains(version), let sharded = try reader.sharded(version) { value = sharded.asPlain }
        guard reader.count == 0 else { throw .malformed("\(reader.count) bytes follow its end") }
    }

    /// What stands behind the header, proved by it.
    private static func body(of bytes: [UInt8]) throws(StateFileFault) -> (version: UInt32, body: ArraySlice<UInt8>) {
        guard bytes.starts(with: magic) || magic.starts(with: bytes) else { throw .foreign }
        guard bytes.count >= headerLength else { throw .torn(bytes.count, of: headerLength) }
        var header = ByteReader(bytes[magic.count..<headerLength])
        let version = try header.number(UInt32.self)
        let length = try header.number(UInt64.self)
        let bodyChecksum = try header.number(UInt32.self)
        guard try header.number() == CRC32C.checksum(bytes[..<(headerLength - 4)]) else { throw .checksum }
        guard (oldestVersion...self.version).contains(version) else { throw .otherVersion(version) }
        let body = bytes[headerLength...]
        guard length == UInt64(body.count) else {
            throw .torn(bytes.count, of: headerLength + Int(clamping: min(length, UInt64(Int32.max))))
        }
        guard bodyChecksum == CRC32C.checksum(body) else { throw .checksum }
        return (version, body)
    }
}

extension ByteReader {
    /// What is known of the list, or of one shard of it.
    mutating func known(_ version: UInt32) throws(StateFileFault) -> LastKnownGood {
        LastKnownGood(
            things: try things(),
            floor: try optional { (reader) throws(StateFileFault) in
                Floor(
                    stat: try reader.stat(), names: try reader.names(version),
                    slack: version > 3 ? try reader.count(of: "unexplained changes") : 0)
            },
            newest: try optional { (reader) throws(StateFileFault) in try reader.stat() },
            trouble: try optional { (reader) throws(StateFileFault) in try reader.trouble() },
            accepted: try optional { (reader) throws(StateFileFault) in
                try reader.accepted(version)
            },
            newestStatement: try optional { (reader) throws(StateFileFault) in try reader.statement(version) },
            heads: try heads(version),
            highWater: version > 3 ? try highWater() : HighWater(),
            departed: version > 3 ? try departed() : [],
            awaitingWord: try revisions(),
            approvals: try count(of: "approvals")
        )
    }

    private mutating func accepted(_ version: UInt32) throws(StateFileFault) -> AcceptedDeclaration {
        var accepted = AcceptedDeclaration(id: try statement(version), revision: try number())
        guard version > 3 else { return accepted }
        accepted.lineage = try statements(version)
        accepted.listName = try optional { (reader) throws(StateFileFault) in try reader.text() }
        return accepted
    }

    /// Versions up to 3 knew of no marks.
    private mutating func statement(_ version: UInt32) throws(StateFileFault) -> StatementID {
        StatementID(
            generation: try number(),
            mark: version > 3 ? try optional { (reader) throws(StateFileFault) in try reader.number() } : nil)
    }

    private mutating func statements(_ version: UInt32) throws(StateFileFault) -> [StatementID] {
        var statements: [StatementID] = []
        for _ in 0..<(try elements(ofAtLeast: version > 3 ? 9 : 8)) { statements.append(try statement(version)) }
        return statements
    }

    /// Versions up to 2 knew of one at most.
    private mutating func heads(_ version: UInt32) throws(StateFileFault) -> [StatementID] {
        guard version <= 2 else { return try statements(version) }
        return try optional { (reader) throws(StateFileFault) in try reader.statement(version) }.map { [$0] } ?? []
    }

    private mutating func highWater() throws(StateFileFault) -> HighWater {
        var marks: [HighWater.Mark] = []
        for _ in 0..<(try elements(ofAtLeast: 24)) {
            marks.append(HighWater.Mark(identity: try identity(), pzxid: try number()))
        }
        return HighWater(
            marks: marks, generation: try optional { (reader) throws(StateFileFault) in try reader.number() })
    }

    private mutating func departed() throws(StateFileFault) -> Set<ThingID> {
        var departed: Set<ThingID> = []
        for _ in 0..<(try elements(ofAtLeast: 4)) {
            let id = ThingID(bytes: try run())
            guard departed.insert(id).inserted else { throw .malformed("'\(id)' went twice") }
        }
        return departed
    }

    fileprivate mutating func owner() throws(StateFileFault) -> StateOwner {
        StateOwner(list: try run(), workerID: try text())
    }

    fileprivate mutating func text() throws(StateFileFault) -> String {
        guard let text = String(validating: try run(), as: UTF8.self) else {
            throw .malformed("a text in it is not UTF-8")
        }
        return text
    }

    fileprivate mutating func things() throws(StateFileFault) -> [ThingID: LastKnownGood.Thing] {
        let count = try elements(ofAtLeast: 17)
        var things: [ThingID: LastKnownGood.Thing] = [:]
        things.reserveCapacity(count)
        for _ in 0..<count {
            let assignment = Assignment(
                id: ThingID(bytes: try run()), payload: try run(), fence: Fence(rawValue: try number()))
            let flags = try number(UInt8.self)
            guard flags & ~StateFile.ThingFlags.all == 0 else {
                throw .malformed("a Thing has a flag that means nothing")
            }
            let thing = LastKnownGood.Thing(
                assignment: assignment, isEphemeral: flags & StateFile.ThingFlags.isEphemeral != 0,
                isStoppedByOperator: flags & StateFile.ThingFlags.isStoppedByOperator != 0)
            guard things.updateValue(thing, forKey: assignment.id) == nil else {
                throw .malformed("'\(assignment.id)' is in it twice")
            }
        }
        return things
    }

    fileprivate mutating func names(_ version: UInt32) throws(StateFileFault) -> [ThingID: EntryVersion?] {
        let count = try elements(ofAtLeast: 5)
        var names: [ThingID: EntryVersion?] = [:]
        names.reserveCapacity(count)
        for _ in 0..<count {
            let id = ThingID(bytes: try run())
            let known = try optional { (reader) throws(StateFileFault) in try reader.entryVersion(version) }
            guard names.updateValue(known, forKey: id) == nil else {
                throw .malformed("'\(id)' is in its floor twice")
            }
        }
        return names
    }

    /// Versions up to 3 did not say whether it was current: it is taken for the stricter.
    private mutating func entryVersion(_ version: UInt32) throws(StateFileFault) -> EntryVersion {
        var entry = EntryVersion(czxid: try number(), mzxid: try number())
        guard version > 3 else { return entry }
        let flag = try number(UInt8.self)
        guard flag <= 1 else { throw .malformed("a name has a flag that means nothing") }
        entry.isCurrent = flag == 1
        return entry
    }

    fileprivate mutating func revisions() throws(StateFileFault) -> [ThingID: Int64] {
        let count = try elements(ofAtLeast: 12)
        var revisions: [ThingID: Int64] = [:]
        for _ in 0..<count {
            let id = ThingID(bytes: try run())
            guard revisions.updateValue(try number(), forKey: id) == nil else {
                throw .malformed("'\(id)' awaits a word twice")
            }
        }
        return revisions
    }

    fileprivate mutating func stat() throws(StateFileFault) -> ListStat {
        ListStat(
            identity: try identity(), pzxid: try number(), cversion: try number(), mzxid: try number(),
            version: try number())
    }

    fileprivate mutating func identity() throws(StateFileFault) -> ListIdentity {
        ListIdentity(czxid: try number(), ctime: try number())
    }

    fileprivate mutating func trouble() throws(StateFileFault) -> ListTrouble {
        let count = Int(try number(UInt8.self))
        var causes: Set<ListTrouble.Cause> = []
        for _ in 0..<count {
            let text = try text()
            guard let cause = ListTrouble.Cause(rawValue: text) else {
                throw .malformed("trouble of an unknown cause: '\(text)'")
            }
            causes.insert(cause)
        }
        guard causes.count == count, count > 0 else { throw .malformed("trouble without a cause, or with one twice") }
        return ListTrouble(
            causes, recreatedAs: try optional { (reader) throws(StateFileFault) in try reader.identity() })
    }

    fileprivate mutating func count(of what: String) throws(StateFileFault) -> Int {
        guard let count = Int(exactly: try number(Int64.self)), count >= 0 else {
            throw .malformed("it counts fewer than no \(what)")
        }
        return count
    }
}
