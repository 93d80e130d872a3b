internal import HoldfastCore
internal import HoldfastZooKeeper

/// Writes one node whose children are Things, and its declaration: a plain list, or one shard.
struct PlacePublisher: Sendable {
    let zooKeeper: any ZooKeeper
    let list: ZNodePath
    /// What else must hold for a transaction to be carried out: that the layout is the one under which this place was found.
    var guards: [TransactionOperation] = []
    let limit: Int
    let clock: any Clock<Duration>
    let wallClock: @Sendable () -> Int64
    let mark: @Sendable () -> UInt64

    /// A statement that was weighed, and is to be written.
    struct Prepared: Sendable {
        /// Nil where there is nothing to write.
        var plan: StatementPlan?
        /// The list node as it was found.
        var found: NodeStat?
        /// What will be said when it is written.
        var result: PublishedStatement
    }

    var payloads: PayloadReader { PayloadReader(zooKeeper: zooKeeper, list: list) }

    var writer: TransactionWriter { TransactionWriter(zooKeeper: zooKeeper, list: list, clock: clock, guards: guards) }

    /// Weighs a statement; nothing is written.
    func prepare(_ statement: Statement, on found: ListSnapshot?) async throws(PublisherError) -> Prepared {
        switch statement {
        case .add(let things): return try await add(ListChange.items(things), on: try standing(found))
        case .remove(let ids): return try remove(ids, on: try standing(found))
        case .update(let things): return try await update(ListChange.items(things), on: try standing(found))
        case .replace(let things): return try await replace(with: things, on: found)
        case .drain: return try drain(try standing(found))
        case .adopt: return try adopt(found)
        }
    }

    /// Writes what was prepared; where nothing is to be written, makes sure that this is so.
    func write(_ prepared: Prepared) async throws(PublisherError) -> PublishedStatement {
        if let plan = prepared.plan {
            try await writer.carryOut(plan.steps, on: prepared.found)
        } else if let found = prepared.found {
            try await writer.confirm(found)
        }
        return prepared.result
    }

    /// A number by which a statement is known again.
    func newMark() -> String { String(mark(), radix: 36) }

    func standing(_ found: ListSnapshot?) throws(PublisherError) -> ListSnapshot {
        guard let found else {
            throw PublisherError(
                .listMissing,
                "no node stands at \(list); replace or adopt the list, which creates it, or name the right one")
        }
        return found
    }

    func plan(
        _ change: ListChange, isWhole: Bool = false, continuing: Declaration? = nil, on found: ListSnapshot?
    ) throws(PublisherError) -> StatementPlan {
        let previous = found?.data.declaration?.generation ?? 0
        let statement = StatementPlan.Statement(
            change: change, isWhole: isWhole, continues: continuing, generation: max(previous + 1, wallClock()),
            count: found?.names.count ?? 0, mark: newMark(), found: found?.data.word
        )
        return try StatementPlan(
            statement, for: list, limit: limit - (RequestSize.multi(guards) - RequestSize.multi([])))
    }

    /// Some of many, for a message.
    static func shown(_ ids: [ThingID]) -> String {
        let first = ids.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        let rest = ids.count > 5 ? " and \(ids.count - 5) more" : ""
        return first + rest + (ids.count == 1 ? " is" : " are")
    }
}

// What each statement changes.
extension PlacePublisher {
    private func add(
        _ items: [ListChange.Item], on found: ListSnapshot
    ) async throws(PublisherError) -> Prepared {
        let declaration = try found.requireAsDeclared(list)
        let others = try await payloads.differing(items.filter { found.names.contains($0.id) })
        if !others.isEmpty {
            throw PublisherError(
                .thingExists,
                "\(Self.shown(others.map(\.id))) on \(list) already, with another payload; update them instead")
        }
        return try prepared(
            ListChange(creations: items.filter { !found.names.contains($0.id) }), continuing: declaration, on: found)
    }

    private func remove(_ ids: Set<ThingID>, on found: ListSnapshot) throws(PublisherError) -> Prepared {
        let declaration = try found.requireAsDeclared(list)
        return try prepared(
            ListChange(deletions: ids.intersection(found.names).sorted()), continuing: declaration, on: found)
    }

    private func update(
        _ items: [ListChange.Item], on found: ListSnapshot
    ) async throws(PublisherError) -> Prepared {
        let declaration = try found.requireAsDeclared(list)
        let missing = items.map(\.id).filter { !found.names.contains($0) }
        if !missing.isEmpty {
            throw PublisherError(.thingMissing, "\(Self.shown(missing)) not on \(list); add them instead")
        }
        return try prepared(
            ListChange(updates: try await payloads.differing(items)), continuing: declaration, on: found)
    }

    private func replace(
        with things: [ThingID: [UInt8]], on found: ListSnapshot?
    ) async throws(PublisherError) -> Prepared {
        let items = ListChange.items(things)
        guard let found else { return try prepared(ListChange(creations: items), isWhole: true, on: nil) }
        try found.requireWritable(list)
        let change = ListChange(
            creations: items.filter { !found.names.contains($0.id) },
            updates: try await payloads.differing(items.filter { found.names.contains($0.id) }),
            deletions: found.names.filter { things[$0] == nil }.sorted()
        )
        return try prepared(change, isWhole: true, continuing: found.data.declaration, on: found)
    }

    private func drain(_ found: ListSnapshot) throws(PublisherError) -> Prepared {
        try found.requireWritable(list)
        return try prepared(
            ListChange(deletions: found.names.sorted()), isWhole: true, continuing: found.data.declaration, on: found)
    }

    private func adopt(_ found: ListSnapshot?) throws(PublisherError) -> Prepared {
        guard let found else { return try prepared(ListChange(), on: nil) }
        try found.requireWritable(list)
        if let declaration = found.data.declaration, !declaration.hasMore,
            found.difference(from: declaration) == nil
        {
            return asItStands(declaration, found)
        }
        return try prepared(ListChange(), on: found)
    }

    /// A statement that changes nothing is not written, but for one of the full list: that is a word of its own.
    private func prepared(
        _ change: ListChange, isWhole: Bool = false, continuing: Declaration? = nil, on found: ListSnapshot?
    ) throws(PublisherError) -> Prepared {
        if let found, let continuing, change.isEmpty, !isWhole { return asItStands(continuing, found) }
        let plan = try plan(change, isWhole: isWhole, continuing: continuing, on: found)
        let declaration = plan.steps.last?.word.declaration
        let result = PublishedStatement(
            generation: declaration?.generation ?? 0, count: declaration?.count ?? 0, added: change.creations.map(\.id),
            updated: change.updates.map(\.id), removed: change.deletions, transactions: plan.steps.count
        )
        return Prepared(plan: plan, found: found?.stat, result: result)
    }

    private func asItStands(_ declaration: Declaration, _ found: ListSnapshot) -> Prepared {
        Prepared(
            found: found.stat,
            result: PublishedStatement(generation: declaration.generation, count: declaration.count))
    }
}

extension ListSnapshot {
    /// Refuses a node that a statement may not be written to.
    func requireWritable(_ list: ZNodePath) throws(PublisherError) {
        try requireLasting(list)
        try requireOwnData(list)
    }
}
