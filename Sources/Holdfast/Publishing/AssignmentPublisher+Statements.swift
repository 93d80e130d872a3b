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
    func newMark() -> String { ListWord.text(ofMark: mark()) }

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
        let previous = found?.data.declaration
        let now = wallClock()
        let isOutOfReach = previous.map { $0.generation - Self.horizon > now } ?? false
        if isOutOfReach, !isWhole, let previous {
            throw PublisherError(
                .futureGeneration,
                "generation \(previous.generation) of \(list) lies more than a day beyond this machine's clock (\(now)): whoever wrote it did not take "
                    + "it from a clock, or this clock is wrong; put the clock right, or replace the list with what is right"
            )
        }
        let continued = isOutOfReach ? previous.flatMap { $0.newestWithinReach(of: now + Self.horizon) } : continuing
        let last = isOutOfReach ? continued?.generation : previous?.generation
        let statement = StatementPlan.Statement(
            change: change, isWhole: isWhole, continues: continued, generation: max((last ?? 0) + 1, now),
            count: found?.names.count ?? 0, mark: mark(), found: found?.data.word,
            listName: try nameToState(on: found), node: found?.stat.czxid,
            supersedes: isOutOfReach ? previous?.id : continued?.supersedes
        )
        return try StatementPlan(statement, for: list, limit: limit)
    }

    /// How far beyond the clock, in milliseconds, a generation is counted on from: what lies further could not be outgrown.
    private static let horizon: Int64 = 24 * 3600 * 1000

    /// The name that the list is stated with: it is given once.
    private func nameToState(on found: ListSnapshot?) throws(PublisherError) -> String? {
        if let listName, !Declaration.isListName(listName) {
            throw PublisherError(
                .badArguments, "'\(listName)' cannot be the name of a list; right are 1 to 128 bytes of text")
        }
        let present = found?.data.declaration?.listName
        guard let listName, let present, present != listName else { return listName ?? present }
        throw PublisherError(
            .anotherList,
            "the list \(list) on these servers is called '\(present)', and this publisher writes '\(listName)'; look whether these are the right "
                + "servers")
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
        let standing = items.filter { found.names.contains($0.id) }
        let others = try await payloads.differing(standing)
        if !others.isEmpty {
            throw PublisherError(
                .thingExists,
                "\(Self.shown(others.map(\.id))) on \(list) already, with another payload; update them instead")
        }
        return try prepared(
            ListChange(creations: items.filter { !found.names.contains($0.id) }, confirmations: standing),
            continuing: declaration, on: found)
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
        with things: [ThingID: [UInt8]], on found: ListSnapshot?, overwritingForeignData: Bool = false
    ) async throws(PublisherError) -> Prepared {
        let items = ListChange.items(things)
        guard let found else { return try prepared(ListChange(creations: items), isWhole: true, on: nil) }
        try found.requireLasting(list)
        if !overwritingForeignData { try found.requireOwnData(list) }
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
        guard let declaration = found.data.declaration, !declaration.hasMore,
            found.difference(from: declaration) == nil
        else { return try prepared(ListChange(), on: found) }
        let isNamed = try nameToState(on: found) == declaration.listName
        return isNamed ? asItStands(declaration, found) : try named(declaration, found)
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
            updated: change.updates.map(\.id), removed: change.deletions, confirmed: change.confirmations.map(\.id),
            transactions: plan.steps.count
        )
        return Prepared(plan: plan, found: found?.stat, result: result)
    }

    /// The list is given its name, and is else as it was declared.
    private func named(_ declaration: Declaration, _ found: ListSnapshot) throws(PublisherError) -> Prepared {
        let plan = try plan(ListChange(), continuing: declaration, on: found)
        return Prepared(
            plan: plan, found: found.stat,
            result: PublishedStatement(
                generation: plan.steps.last?.word.declaration?.generation ?? 0, count: declaration.count,
                transactions: plan.steps.count))
    }

    private func asItStands(_ declaration: Declaration, _ found: ListSnapshot) -> Prepared {
        Prepared(
            found: found.stat,
            result: PublishedStatement(generation: declaration.generation, count: declaration.count))
    }
}

extension Declaration {
    /// What it continues, as far as that lies within a clock's reach: the newest of it, with what that descends from.
    fileprivate func newestWithinReach(of limit: Int64) -> Declaration? {
        let reachable = lineage.drop { $0.generation > limit }
        return reachable.first.map { Declaration(id: $0, count: count, lineage: Array(reachable.dropFirst())) }
    }
}
