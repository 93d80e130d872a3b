internal import HoldfastCore
internal import HoldfastZooKeeper

// Statements about a list that is spread over shards: each shard's part is written as a list of its own would be.
extension AssignmentPublisher {
    /// How often a statement is begun anew because the layout changed meanwhile.
    static let attempts = 20
    /// How long another publisher may take to change the number of shards, until it is taken to have died.
    private static let patience = Duration.seconds(60)
    private static let firstPause = Duration.milliseconds(20)
    private static let longestPause = Duration.seconds(1)

    /// What every transaction about a shard demands: that the layout is the one that was read.
    func guards(_ found: ListSnapshot) -> [TransactionOperation] {
        [.check(list, version: found.stat.version)]
    }

    /// The list, when no other publisher is changing the number of its shards.
    func settled() async throws(PublisherError) -> ListSnapshot? {
        var (pause, waited) = (Self.firstPause, Duration.zero)
        while true {
            let found = try await ListSnapshot.read(list, from: zooKeeper)
            guard let found, found.data.word?.moving != nil else { return found }
            guard waited < Self.patience else {
                try await Resharding(self).giveUp(found)
                continue
            }
            do {
                try await clock.sleep(for: pause)
            } catch {
                throw PublisherError(
                    .conflict, "the number of shards of \(list) is being changed, and the wait for that was cancelled")
            }
            waited += pause
            pause = min(pause * 2, Self.longestPause)
        }
    }

    /// Whether a statement failed because the list is laid out anew, or is about to be.
    func isOvertaken(_ found: ListSnapshot?, by error: PublisherError) async throws(PublisherError) -> Bool {
        guard !error.mayHaveBeenApplied, let found,
            [.conflict, .undeclared, .listMissing, .notAsDeclared].contains(error.code),
            let now = try await ListSnapshot.read(list, from: zooKeeper)
        else { return false }
        // The data of a sharded list's node change with its layout alone; those of a plain one with each statement.
        if found.data.shardedLayout != nil { return now.stat.version != found.stat.version }
        return now.data.shardedLayout != nil || now.data.word?.moving != nil
    }

    /// Weighs every part before the first is written, so that what is refused is refused whole.
    func publish(
        _ statement: Statement, under layout: Layout, on found: ListSnapshot
    ) async throws(PublisherError) -> PublishedStatement {
        let guards = guards(found)
        var prepared: [(PlacePublisher, PlacePublisher.Prepared)] = []
        var touched: Set<Place> = []
        for (place, part) in statement.parts(under: layout) {
            let publisher = publisher(of: place, guards: guards)
            let snapshot = try await ListSnapshot.read(publisher.list, from: zooKeeper)
            if snapshot == nil, statement.isWhole { try await Resharding(self).makeFolder() }
            prepared.append((publisher, try await publisher.prepare(part, on: snapshot)))
            touched.insert(place)
        }
        var whole = PublishedStatement(generation: layout.generation, count: 0)
        for (publisher, part) in prepared {
            do throws(PublisherError) {
                whole.add(try await publisher.write(part))
            } catch {
                var error = error
                error.written += whole.transactions
                throw error
            }
        }
        for place in layout.places where !touched.contains(place) { whole.count += try await count(of: place) }
        if statement.isWhole { try await vouch(for: layout, on: found) }
        whole.sort()
        return whole
    }

    private func count(of place: Place) async throws(PublisherError) -> Int {
        do throws(ZooKeeperError) {
            return Int(try await zooKeeper.exists(place.path(of: list))?.numberOfChildren ?? 0)
        } catch {
            throw PublisherError(
                .zooKeeper, "what was asked is written, and \(place) of \(list) could not be counted: \(error)",
                cause: error)
        }
    }

    /// A writer who states the full list states its layout too: a reader that knew a newer one, before a backup was restored,
    /// believes this.
    private func vouch(for layout: Layout, on found: ListSnapshot) async throws(PublisherError) {
        var step = StatementPlan.Step()
        step.word = found.data.word ?? ListWord()
        step.word.layout?.generation = max(layout.generation + 1, wallClock())
        let publisher = publisher(of: .list)
        step.word.statement = publisher.newMark()
        try await publisher.writer.carryOut([step], on: found.stat)
    }
}

extension PublishedStatement {
    /// What was done to another place of the same list.
    fileprivate mutating func add(_ part: PublishedStatement) {
        generation = max(generation, part.generation)
        count += part.count
        added += part.added
        updated += part.updated
        removed += part.removed
        transactions += part.transactions
    }

    fileprivate mutating func sort() {
        added.sort()
        updated.sort()
        removed.sort()
    }
}
