import HoldfastCore
import Testing

/// What a writer's account of its statements is worth beside the servers' own counts.
@Suite("The account of what came and went")
struct DeclaredChangeTests {
    /// An older declaration, and a newer one that accounts for all since.
    private struct Case {
        var older = Declaration(id: 10, count: 2, lineage: [9])
        var before = ListStat(
            identity: ListIdentity(czxid: 7, ctime: 1000), pzxid: 50, cversion: 4, mzxid: 50, version: 3)
        var newer = Declaration(
            id: 13, count: 2, lineage: [12, 10, 9],
            changes: [DeclaredChange(added: ["d"]), DeclaredChange(added: ["c"], removed: ["a", "b"])])
        var now = ListStat(
            identity: ListIdentity(czxid: 7, ctime: 1000), pzxid: 60, cversion: 8, mzxid: 60, version: 5)

        var changes: [DeclaredChange]? { newer.changes(since: older, before, until: now) }
    }

    @Test("what the servers' counts bear out is given, the oldest first")
    func bornOut() {
        #expect(
            Case().changes == [DeclaredChange(added: ["c"], removed: ["a", "b"]), DeclaredChange(added: ["d"])])
    }

    @Test("a change of payloads is given as one in which nothing came or went")
    func payloads() {
        var one = Case()
        one.newer = Declaration(id: 11, count: 2, lineage: [10, 9], changes: [DeclaredChange()])
        (one.now.pzxid, one.now.cversion, one.now.version) = (50, 4, 4)
        #expect(one.changes == [DeclaredChange()])
    }

    @Test("a list that was read again, and stands as it stood, has no changes")
    func same() {
        var one = Case()
        (one.newer, one.now) = (one.older, one.before)
        #expect(one.changes == [])
        one.newer.isWhole = true
        #expect(one.changes == nil)
    }

    @Test("counts that wrap are counts all the same")
    func wrapped() {
        var one = Case()
        (one.before.cversion, one.before.version) = (.max - 1, .max)
        (one.now.cversion, one.now.version) = (.min + 2, .min + 1)
        #expect(one.changes?.count == 2)
    }

    @Test("each thing that may have happened besides takes the account its worth")
    func refusals() {
        let refusals: [(String, (inout Case) -> Void)] = [
            ("another node", { $0.now.identity.czxid += 1 }),
            ("another node, created by the same change of another history", { $0.now.identity.ctime += 1 }),
            ("a child came or went after the declaration", { $0.now.pzxid = $0.now.mzxid + 1 }),
            ("the data are no newer", { ($0.now.mzxid, $0.now.pzxid) = ($0.before.mzxid, $0.before.pzxid) }),
            ("the data are older", { ($0.now.mzxid, $0.now.pzxid) = (40, 40) }),
            ("another lineage", { $0.newer.lineage = [12, 11, 9] }),
            ("the same generation, written once more", { ($0.newer.id, $0.newer.lineage) = (10, [9]) }),
            ("an older generation that it knows", { ($0.older.id, $0.older.lineage) = (9, []) }),
            ("an account that does not reach back", { $0.newer.changes.removeLast() }),
            ("no account", { $0.newer.changes = [] }),
            ("a write of the data that was no statement", { $0.now.version += 1 }),
            ("a statement that wrote no data", { $0.now.version -= 1 }),
            ("a child that nobody named", { $0.now.cversion += 1 }),
            ("two that nobody named, so that the count agrees", { $0.now.cversion += 2 }),
            ("a child that was named and did not come", { $0.now.cversion -= 1 }),
            ("another count before", { $0.older.count += 1 }),
            ("another count now", { $0.newer.count += 1 }),
            ("something left out", { $0.newer.changes[1].removed.removeLast() }),
            ("something named that was not done", { $0.newer.changes[0].added.append("e") }),
        ]
        for (name, change) in refusals {
            var one = Case()
            change(&one)
            #expect(one.changes == nil, "\(name)")
        }
    }
}

// Against a model.
extension DeclaredChangeTests {
    @Test("whatever writers did, changes that are given lead from the old names to the new ones")
    func random() {
        var (given, refused, moved) = (0, 0, 0)
        for seed in 1...3000 as ClosedRange<UInt64> {
            var random = SplitMix(seed: seed)
            var list = AccountedList()
            var (seen, backups): ([AccountedList], [AccountedList]) = ([], [list])
            for step in 0..<40 {
                list.change(&random)
                if random.next() % 8 == 0 { backups.append(list) }
                if random.next() % 40 == 0 { list.restore(backups[Int(random.next() % UInt64(backups.count))]) }
                for older in seen {
                    guard let now = list.declaration, let then = older.declaration else { continue }
                    guard let changes = now.changes(since: then, older.stat, until: list.stat) else {
                        refused += 1
                        continue
                    }
                    var names = older.names
                    for change in changes {
                        names.subtract(change.removed)
                        names.formUnion(change.added)
                    }
                    given += 1
                    if !changes.isEmpty { moved += 1 }
                    guard names != list.names else { continue }
                    Issue.record("seed \(seed), step \(step): \(names.sorted()) and not \(list.names.sorted())")
                    return
                }
                // Only what was read whole, and was covered by its declaration, is gone on from. What another history showed is
                // forgotten with the connection.
                if list.isCovered { seen = (seen.filter { $0.history == list.history } + [list]).suffix(6) }
            }
        }
        print("\(given) accounts were borne out, \(moved) of them of changes; \(refused) were not")
        #expect(moved > 20_000 && refused > 20_000)
    }
}

/// A list and its writers: some keep the account, some write declarations without one, and some know of nothing.
private struct AccountedList {
    private(set) var names: Set<ThingID> = ["a", "b"]
    private(set) var declaration: Declaration?
    private(set) var stat = ListStat(
        identity: ListIdentity(czxid: 1, ctime: 1), pzxid: 1, cversion: 2, mzxid: 1, version: 0)
    /// How often the servers were restored: whoever was connected before is not any more.
    private(set) var history = 0
    private var zxid: Int64 = 1
    private var clock: Int64 = 100

    var isCovered: Bool { declaration?.covers(stat, count: names.count) == true }

    mutating func change(_ random: inout SplitMix) {
        zxid += 1
        // The clock stands still as often as it goes on.
        clock += Int64(random.next() % 2)
        switch random.next() % 10 {
        case 0:
            // Without a word.
            move(&random)
        case 1:
            // The data are written once more, as an approval does.
            wrote()
        case 2:
            // A writer that keeps the lineage and no account, and one that begins anew.
            move(&random)
            declare(lineage: random.next() % 3 == 0 ? [] : descent, [])
        case 3:
            // The names are stated as they were found, after somebody changed them without a word.
            move(&random)
            zxid += 1
            declare(lineage: descent, account(DeclaredChange()))
        case 4:
            // Other data.
            declaration = nil
            wrote()
        default:
            let change = move(&random)
            declare(lineage: descent, account(change))
        }
    }

    mutating func restore(_ backup: AccountedList) {
        let (zxid, clock, history) = (zxid, clock, history)
        self = backup
        // The zxids of the next leader are higher than all before.
        (self.zxid, self.clock, self.history) = (zxid + 100, clock, history + 1)
    }

    private var descent: [StatementID] { declaration.map { [$0.id] + $0.lineage } ?? [] }

    private func account(_ change: DeclaredChange) -> [DeclaredChange] {
        declaration == nil ? [] : Array(([change] + (declaration?.changes ?? [])).prefix(5))
    }

    @discardableResult
    private mutating func move(_ random: inout SplitMix) -> DeclaredChange {
        var change = DeclaredChange()
        for _ in 0..<random.next() % 4 {
            let id = ThingID(String(Unicode.Scalar(UInt8(ascii: "a") + UInt8(random.next() % 6))))
            guard !(change.added + change.removed).contains(id) else { continue }
            if names.remove(id) != nil {
                change.removed.append(id)
            } else {
                names.insert(id)
                change.added.append(id)
            }
            stat.cversion &+= 1
            stat.pzxid = zxid
        }
        return change
    }

    private mutating func declare(lineage: [StatementID], _ changes: [DeclaredChange]) {
        declaration = Declaration(
            id: StatementID(generation: max((declaration?.generation ?? 0) + 1, clock)), count: names.count,
            lineage: lineage,
            changes: changes)
        wrote()
    }

    private mutating func wrote() {
        stat.mzxid = zxid
        stat.version &+= 1
    }
}
