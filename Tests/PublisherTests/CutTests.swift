import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Testing

/// A publisher that dies at any point has stopped nothing wrongly, and a second run finishes the work.
@Suite("A publisher that dies half-way") struct CutTests {
    private static let limit = 3250

    /// A statement, and what it makes of the list that it meets.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// What the list holds before.
        var before: Set<ThingID>
        /// What it holds when the statement is done.
        var after: Set<ThingID>
        var run: @Sendable (AssignmentPublisher) async throws -> PublishedStatement
        var testDescription: String { name }

        /// How many transactions it is cut into at least, so that there is something to cut.
        var atLeast = 3
    }

    static let cases: [Case] = {
        let old = Set<ThingID>(numbers: 0..<60)
        let new = Set<ThingID>(numbers: 40..<110)
        let things = Dictionary(uniqueKeysWithValues: new.map { ($0, Array("new".utf8)) })
        let added = Dictionary(
            uniqueKeysWithValues: Set<ThingID>(numbers: 60..<110).map { ($0, Array("new".utf8)) })
        let updated = Dictionary(uniqueKeysWithValues: old.map { ($0, Array(repeating: UInt8(1), count: 60)) })
        return [
            Case(name: "replace", before: old, after: new) { try await $0.replace(with: things) },
            Case(name: "replace of nothing", before: [], after: new) { try await $0.replace(with: things) },
            Case(name: "drain", before: old, after: []) { try await $0.drain() },
            Case(name: "add", before: old, after: old.union(added.keys)) { try await $0.add(added) },
            Case(name: "remove", before: old, after: []) { try await $0.remove(old) },
            Case(name: "update", before: old, after: old) { try await $0.update(updated) },
            Case(name: "adopt", before: old, after: old, run: { try await $0.adopt() }, atLeast: 0),
        ]
    }()

    private func prepare(_ before: Set<ThingID>) async throws -> (MemoryZooKeeper, AssignmentPublisher) {
        let zooKeeper = MemoryZooKeeper(limit: Self.limit)
        let publisher = AssignmentPublisher(zooKeeper, limit: Self.limit)
        try await publisher.replace(with: Dictionary(uniqueKeysWithValues: before.map { ($0, Array("old".utf8)) }))
        return (zooKeeper, publisher)
    }

    /// Workers that know the list from before: one that follows every change, and ones that look only now and then.
    private func readers(of before: ListView) -> [BelievingReader] {
        let all = Set<ThingID>(numbers: 0..<110)
        return [
            BelievingReader(assigned: before.names, accepted: before.declaration?.id),
            // From before the last word but one, which it missed.
            BelievingReader(assigned: before.names, accepted: before.declaration?.lineage.last),
            // From another history: it accepted what this list does not descend from.
            BelievingReader(assigned: all, accepted: 1_600_000_000_000),
            // From before there were declarations.
            BelievingReader(assigned: all, accepted: nil),
        ]
    }

    /// Lets each reader look at some of the views: what they stop must be what the statement takes off, or what it never had.
    private func check(_ views: [ListView], of test: Case, _ place: Comment) throws {
        let before = try #require(views.first)
        for skipped in 1..<max(views.count, 2) {
            for var reader in readers(of: before) {
                for view in views.dropFirst(skipped) {
                    let stopped = reader.read(view)
                    #expect(stopped.intersection(test.after).sorted() == [], place)
                    #expect(stopped.intersection(view.names).sorted() == [], place)
                }
            }
        }
    }

    @Test("at every operation, with and without the answer", arguments: cases)
    func everyCut(_ test: Case) async throws {
        let (whole, publisher) = try await prepare(test.before)
        let done = try await test.run(publisher)
        #expect(done.transactions >= test.atLeast)
        #expect(whole.views.last?.names == test.after)
        var cuts = 0
        var operations = 0
        var wasCut = true
        // By operation, reads too, until one is far enough for all of them.
        while wasCut {
            let (zooKeeper, publisher) = try await prepare(test.before)
            zooKeeper.die(after: operations)
            wasCut = try await cut(zooKeeper, publisher, test, "after \(operations) operations")
            operations += 1
            cuts += wasCut ? 1 : 0
        }
        // By transaction: the client ends before the servers have it, or after.
        for fault in [MemoryZooKeeper.Fault.diesBefore, .diesAfter] {
            for number in 0..<done.transactions {
                let (zooKeeper, publisher) = try await prepare(test.before)
                zooKeeper.fault(fault, at: zooKeeper.transactions + 1 + number)
                #expect(try await cut(zooKeeper, publisher, test, "\(fault) at transaction \(number)"))
                cuts += 1
            }
        }
        #expect(cuts > 3 * done.transactions)
        print("\(test.name): \(done.transactions) transactions, cut at \(cuts) places")
    }

    /// - Returns: whether the statement failed.
    private func cut(
        _ zooKeeper: MemoryZooKeeper, _ publisher: AssignmentPublisher, _ test: Case, _ place: Comment
    ) async throws -> Bool {
        let start = zooKeeper.views.count - 1
        do {
            _ = try await test.run(publisher)
            return false
        } catch let error as PublisherError {
            #expect(error.code == .zooKeeper || error.code == .inDoubt, place)
            #expect(error.written <= zooKeeper.views.count - 1 - start, place)
        }
        try check(Array(zooKeeper.views[start...]), of: test, place)
        #expect(zooKeeper.views.last?.isAsDeclared == true, place)
        zooKeeper.revive()
        _ = try await test.run(publisher)
        let last = try #require(zooKeeper.views.last)
        #expect(last.names == test.after && last.isAsDeclared && last.declaration?.hasMore == false, place)
        try check(Array(zooKeeper.views[start...]), of: test, place)
        // Who was there before the statement follows it to its end, also one that saw nothing of the way.
        var reader = readers(of: zooKeeper.views[start])[0]
        _ = reader.read(last)
        #expect(reader.assigned == test.after, place)
        return true
    }
}
