import HoldfastCore
import Testing

@testable import Holdfast

/// What an older version kept of a list that was spread over shards, as it is taken over.
@Suite("The state of a sharded list") struct ShardedStateTests {
    /// How long the owner, the number of the file and the missing date are at the start of a body.
    private static let start = 4 + Sample.owner.list.count + 4 + Sample.owner.workerID.utf8.count + 8 + 1

    private func start() throws -> [UInt8] {
        let file = StateFile(owner: Sample.owner, generation: 0, provedAt: nil, value: LastKnownGood())
        return Array(try #require(file.encoded())[StateFile.headerLength..<(StateFile.headerLength + Self.start)])
    }

    /// A file of version 3.
    private func file(layout generation: Int64, of count: Int? = nil, _ shards: [LastKnownGood]) throws -> [UInt8] {
        var layout = ByteWriter(capacity: 64)
        layout.append(UInt8(1))
        layout.append(generation)
        layout.append(UInt32(count ?? shards.count))
        layout.append(Int64(0))
        layout.append(UInt32(0))
        layout.append(UInt32(shards.count))
        let parts = shards.map(VersionThree.known).joined()
        let body = try start() + VersionThree.known(LastKnownGood()) + layout.bytes + parts
        return StateFile.framed(body: body, version: 3)
    }

    private func shard(_ ids: ThingID..., accepted: Int64) -> LastKnownGood {
        LastKnownGood(
            things: Dictionary(uniqueKeysWithValues: ids.map { ($0, thing($0)) }),
            floor: Floor(
                stat: ListStat(
                    identity: ListIdentity(czxid: 1, ctime: 2), pzxid: 3, cversion: 4, mzxid: 5, version: 6),
                names: [:]),
            accepted: AcceptedDeclaration(id: StatementID(generation: accepted), revision: 3),
            newestStatement: StatementID(generation: accepted),
            heads: [StatementID(generation: accepted)])
    }

    private func thing(_ id: ThingID) -> LastKnownGood.Thing {
        LastKnownGood.Thing(
            assignment: Assignment(id: id, payload: id.bytes, fence: Fence(rawValue: 7)), isStoppedByOperator: id == "b"
        )
    }

    @Test(
        "what was assigned in any shard is assigned, with no floor, and an entry that stood where it does not belong is not"
    )
    func takenOver() throws {
        // By the hash of its name, a belongs to the first of two shards and b to the second.
        var first = shard("a", "b", accepted: 20), second = shard("b", accepted: 30)
        first.things["b"]?.assignment.payload = [0]
        first.awaitingWord = ["c": 5]
        first.approvals = 2
        second.trouble = ListTrouble([.rewound])
        let value = try StateFile(bytes: file(layout: 25, [first, second]), of: Sample.owner).value
        #expect(value.things == ["a": thing("a"), "b": thing("b")])
        #expect(value.floor == nil && value.newest == nil)
        #expect(value.accepted == AcceptedDeclaration(id: 30, revision: -1))
        #expect(value.newestStatement?.generation == 30 && value.heads == [])
        #expect(value.awaitingWord == ["c": .max])
        #expect(value.trouble == ListTrouble([.rewound]) && value.approvals == 2)
        // It is written as that of a plain list.
        let file = StateFile(owner: Sample.owner, generation: 1, provedAt: nil, value: value)
        #expect(try StateFile(bytes: try #require(file.encoded())) == file)
    }

    @Test(
        "a core that goes on from it takes up what the plain list holds, and keeps what it lacks until it is stated whole"
    )
    func goesOn() throws {
        let shards = [shard("a", accepted: 20), shard("b", accepted: 30)]
        let value = try StateFile(bytes: file(layout: 25, shards), of: Sample.owner).value
        var core = AssignmentCore()
        _ = core.restore(value, age: .zero, at: .zero)
        _ = core.connected(Connection(ordinal: 1, session: 1, timeout: .seconds(2)), at: .zero)
        var stat = ListStat(
            identity: ListIdentity(czxid: 1, ctime: 2), pzxid: 90, cversion: 9, mzxid: 90, version: 9)
        func read(_ names: [ThingID], _ declaration: Declaration?, at now: Moment) -> [Directive] {
            let entries = names.map { id in
                (id, Entry.read(EntryNode(payload: id.bytes, czxid: 80, mzxid: 80, isEphemeral: false)))
            }
            let list = ListReading(
                namesStat: stat, dataStat: stat, declaration: declaration,
                entries: ListEntries(entries.map { (id: $0.0, entry: $0.1) }))
            return core.read(Reading(connection: 1, begun: now, afterSync: false, outcome: .list(list)), at: now)
        }
        // No word is none, since every shard was declared.
        #expect(!read(["a", "c"], nil, at: .zero).contains { if case .stop = $0 { true } else { false } })
        #expect(core.posture.reasons.first == .declarationLost && core.assignments.map(\.id) == ["a", "b"])
        // What was sharded before is plain again: nobody can tell that it goes on from what is known.
        let plain = Declaration(generation: 40, count: 2, lineage: [39])
        #expect(!read(["a", "c"], plain, at: .zero).contains { if case .stop = $0 { true } else { false } })
        #expect(core.assignments.map(\.id) == ["a", "b", "c"])
        stat.mzxid = 91
        let whole = Declaration(generation: 41, count: 2, isWhole: true)
        let proofs = read(["a", "c"], whole, at: .zero).compactMap {
            if case .stop(let proof) = $0 { proof } else { nil }
        }
        #expect(proofs.map(\.thing) == ["b"] && proofs.first?.ground == .declared(generation: 41))
        #expect(core.assignments.map(\.id) == ["a", "c"])
    }

    @Test("a file that does not hold the shards of its layout is refused")
    func incomplete() throws {
        for (shards, held) in [(2, 1), (0, 1), (1, 0), (400, 400)] {
            let bytes = try file(layout: 6, of: shards, Array(repeating: LastKnownGood(), count: held))
            #expect(throws: StateFileFault.self, "\(shards), \(held)") { try StateFile(bytes: bytes) }
        }
    }
}
