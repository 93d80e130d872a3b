import HoldfastCore

// What a publisher does: children and declaration change in one transaction, and so under one zxid.
extension ModelList {
    /// States a change of the list, or the full list.
    mutating func declare(
        adding added: [ThingID] = [], removing removed: [ThingID] = [], confirming confirmed: [ThingID] = [],
        whole: Bool = false, more: Bool = false
    ) {
        transact { list, zxid in
            for id in added { list.create(id, zxid: zxid) }
            for id in removed { list.delete(id, zxid: zxid) }
            list.state(
                DeclaredChange(added: added, removed: removed, confirmed: confirmed), whole: whole, more: more,
                zxid: zxid)
        }
    }

    /// States the full list.
    mutating func replace(with ids: [ThingID]) {
        declare(
            adding: ids.filter { entries[$0] == nil }, removing: entries.keys.filter { !ids.contains($0) }.sorted(),
            whole: true)
    }

    mutating func drain() {
        replace(with: [])
    }

    /// Declares the list as it stands.
    mutating func adopt() {
        declare()
    }

    /// Declares a new payload.
    mutating func update(_ id: ThingID, payload: String) {
        transact { list, zxid in
            list.rewrite(id, payload: payload, zxid: zxid)
            list.state(DeclaredChange(), whole: false, more: false, zxid: zxid)
        }
    }

    /// Writes the parent's data: anything but a declaration.
    mutating func scribble() {
        transact { list, zxid in list.write(nil, approval: nil, zxid: zxid) }
    }

    /// Writes an approval beside what the parent's data declare.
    mutating func approve(_ token: ApprovalToken) {
        transact { list, zxid in list.write(list.declaration, approval: token, zxid: zxid) }
    }

    /// The same where the list is not as declared: it is adopted in the same breath, and descends from nothing.
    mutating func adopt(approving token: ApprovalToken) {
        transact { list, zxid in
            let next = Declaration(
                id: list.nextStatement(), count: list.entries.count, listName: list.name, node: list.stat.identity.czxid
            )
            list.write(next, approval: token, zxid: zxid)
        }
    }

    private mutating func state(_ change: DeclaredChange, whole: Bool, more: Bool, zxid: Int64) {
        let id = nextStatement()
        let lineage = declaration.map { [$0.id] + $0.lineage } ?? []
        let next = Declaration(
            id: id, count: entries.count, isWhole: whole, hasMore: more,
            lineage: Array(lineage.prefix(Declaration.lineageLimit).filter { $0.generation < id.generation }),
            changes: Array(([change] + (declaration?.changes ?? [])).prefix(8)), listName: name,
            node: stat.identity.czxid,
            supersedes: declaration.flatMap { $0.generation > id.generation ? $0.id : $0.supersedes })
        write(next, approval: nil, zxid: zxid)
    }

    /// What comes after the declaration that stands there, by the writer's clock; a full statement alone comes before one that no clock
    /// will reach.
    private mutating func nextStatement() -> StatementID {
        statements += 1
        let found = declaration?.generation ?? 0
        let clock = clock + clockError
        let generation = found > clock + Self.farAhead ? clock : max(found + 1, clock)
        return StatementID(generation: generation, mark: statements)
    }

    /// The declaration descends from nothing.
    mutating func forgetLineage() {
        guard var declaration else { return }
        declaration.lineage = []
        write(declaration, approval: approval, zxid: stat.mzxid)
    }

    /// So far ahead of the writer's clock, in milliseconds, a generation is not counted on from.
    static let farAhead: Int64 = 24 * 3600 * 1000

    /// Whether the declaration carries a generation that no clock will reach.
    var isFarAhead: Bool { (declaration?.generation ?? 0) > clock + clockError + Self.farAhead }

    /// States a generation that no clock will reach.
    mutating func stateFarAhead() {
        transact { list, zxid in
            list.statements += 1
            var next = Declaration(
                id: StatementID(generation: 9_007_199_254_740_991, mark: list.statements), count: list.entries.count,
                isWhole: true, listName: list.name)
            next.lineage = list.declaration.map { [$0.id] } ?? []
            list.write(next, approval: nil, zxid: zxid)
        }
    }
}
