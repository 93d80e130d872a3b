import HoldfastCore

// What a publisher does: children and declaration change in one transaction, and so under one zxid.
extension ModelList {
    /// States a change of the list, or the full list.
    mutating func declare(
        adding added: [ThingID] = [], removing removed: [ThingID] = [], whole: Bool = false, more: Bool = false
    ) {
        transact { list, zxid in
            for id in added { list.create(id, zxid: zxid) }
            for id in removed { list.delete(id, zxid: zxid) }
            list.state(whole: whole, more: more, zxid: zxid)
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
            list.state(whole: false, more: false, zxid: zxid)
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
            let generation = max((list.declaration?.generation ?? 0) + 1, list.clock)
            list.write(
                Declaration(generation: generation, count: list.entries.count), approval: token, zxid: zxid)
        }
    }

    private mutating func state(whole: Bool, more: Bool, zxid: Int64) {
        let generation = max((declaration?.generation ?? 0) + 1, clock)
        let lineage = declaration.map { [$0.generation] + $0.lineage } ?? []
        let next = Declaration(
            generation: generation, count: entries.count, isWhole: whole, hasMore: more,
            lineage: Array(lineage.prefix(Declaration.lineageLimit)))
        write(next, approval: nil, zxid: zxid)
    }
}
