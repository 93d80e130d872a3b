internal import HoldfastCore
internal import HoldfastZooKeeper

// What each statement changes, and how it is written.
extension AssignmentPublisher {
    /// A statement that was weighed, and is to be written.
    struct Prepared: Sendable {
        /// Nil where there is nothing to write.
        var plan: StatementPlan?
        /// The list node as it was found.
        var found: NodeStat?
        /// What will be said when it is written.
        var result: PublishedStatement
    }

    private var payloads: PayloadReader { PayloadReader(zooKeeper: zooKeeper, list: list) }

    var writer: TransactionWriter { TransactionWriter(zooKeeper: zooKeeper, list: list, clock: clock) }

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

    /// The list as it is found; nil where no node stands.
    func found() async throws(PublisherError) -> ListSnapshot? {
        try await ListSnapshot.read(list, from: zooKeeper)
    }

    /// The list as it is found.
    func standing() async throws(PublisherError) -> ListSnapshot {
        guard let found = try await found() else {
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
        return try StatementPlan(statement, for: list, limit: limit)
    }

    /// Some of many, for a message.
    private static func shown(_ ids: [ThingID]) -> String {
        let first = ids.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        let rest = ids.count > 5 ? " and \(ids.count - 5) more" : ""
        return first + rest + (ids.count == 1 ? " is" : " are")
    }
}

// Weighing a statement: nothing is written yet.
extension AssignmentPublisher {
    func added(
        _ items: [ListChange.Item], to found: ListSnapshot
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

    func removed(_ ids: Set<ThingID>, from found: ListSnapshot) throws(PublisherError) -> Prepared {
        let declaration = try found.requireAsDeclared(list)
        return try prepared(
            ListChange(deletions: ids.intersection(found.names).sorted()), continuing: declaration, on: found)
    }

    func updated(
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

    func replaced(
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

    func drained(_ found: ListSnapshot) throws(PublisherError) -> Prepared {
        try found.requireWritable(list)
        return try prepared(
            ListChange(deletions: found.names.sorted()), isWhole: true, continuing: found.data.declaration, on: found)
    }

    func adopted(_ found: ListSnapshot?) throws(PublisherError) -> Prepared {
        guard let found else { return try prepared(ListChange(), on: nil) }
        try found.requireWritable(list)
        try found.requirePlain(list)
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
