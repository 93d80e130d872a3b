internal import HoldfastCore
internal import HoldfastZooKeeper

/// Carries out the steps of a statement, one transaction each, on a list that no other publisher may change meanwhile.
struct TransactionWriter: Sendable {
    let zooKeeper: any ZooKeeper
    let list: ZNodePath
    let clock: any Clock<Duration>

    /// How often a transaction is sent whose answer is lost each time.
    private static let sendings = 10
    /// How often it is looked for before the doubt is left to the caller.
    private static let looks = 60
    /// The pause before it is looked for again when it could not be: it doubles up to the longest.
    private static let firstPause = Duration.milliseconds(20)
    private static let longestPause = Duration.seconds(1)
    /// What was not sent, or not tried, may be sent again.
    private static let passing: Set<ZooKeeperError.Code> = [.connectionLoss, .sessionExpired, .throttled]
    /// After these a client answers nothing any more, or not to this task.
    private static let lastWords: Set<ZooKeeperError.Code> = [.closed, .authenticationFailed, .cancelled, .noAuth]

    /// Carries out all steps.
    ///
    /// - Parameter found: the list node as the statement found it; nil where the first step is to create it.
    ///
    /// - Returns: the stat of the list node when all is done; nil where there was no step.
    @discardableResult
    func carryOut(_ steps: [StatementPlan.Step], on found: NodeStat?) async throws(PublisherError) -> NodeStat? {
        var before = found
        for (index, step) in steps.enumerated() {
            do throws(PublisherError) {
                let after = try await write(step, on: before)
                try await verify(step, before, after)
                before = after
            } catch {
                var error = error
                error.written += index
                throw error
            }
        }
        return before
    }

    /// Makes sure that the list still stands as it was found, where a statement has nothing to change.
    ///
    /// A read does not prove that, not even after a `sync`: a leader that was deposed and has not noticed answers both from the
    /// past. A transaction needs a quorum, also one that only checks.
    func confirm(_ found: NodeStat) async throws(PublisherError) {
        let operations = [TransactionOperation.check(list, version: found.version)]
        do throws(ZooKeeperError) {
            _ = try await zooKeeper.multi(operations)
        } catch {
            throw refusal(error, operations)
        }
    }

    private func operations(of step: StatementPlan.Step, on before: NodeStat?) -> [TransactionOperation] {
        let data = step.word.bytes
        guard let before else {
            return [.create(list, data: nil, mode: .persistent)] + step.operations
                + [.setData(list, data: data, version: 0)]
        }
        // The check comes first, so that a conflict is not mistaken for what it leads to. The data come last, so that the stat
        // which comes back with them counts every child.
        return [.check(list, version: before.version)] + step.operations
            + [.setData(list, data: data, version: before.version)]
    }

    /// - Returns: the stat of the list node with the step carried out.
    private func write(_ step: StatementPlan.Step, on before: NodeStat?) async throws(PublisherError) -> NodeStat {
        let operations = operations(of: step, on: before)
        var isInDoubt = false
        for _ in 0..<Self.sendings {
            let failure: ZooKeeperError
            do throws(ZooKeeperError) {
                let results = try await zooKeeper.multi(operations)
                if case .dataSet(let stat) = results.last { return stat }
                failure = ZooKeeperError(
                    .connectionLoss, "the answer is not one to what was asked", mayHaveBeenApplied: true)
            } catch {
                failure = error
            }
            isInDoubt = isInDoubt || failure.mayHaveBeenApplied
            // What was refused was not carried out, and neither was what is sent for the first time while there is no connection.
            guard isInDoubt else { throw refusal(failure, operations) }
            if let stat = try await find(step, before) { return stat }
            guard failure.mayHaveBeenApplied || Self.passing.contains(failure.code) else {
                // What was sent before may still be under way.
                var refusal = refusal(failure, operations)
                refusal.mayHaveBeenApplied = true
                throw refusal
            }
        }
        throw doubt("it was sent \(Self.sendings) times, and no answer came")
    }
}

// Looking before writing again.
extension TransactionWriter {
    /// Looks whether the step was carried out although no answer came.
    ///
    /// The one that is still under way cannot do harm after this look: it names the version that it found, as the next one does.
    ///
    /// - Returns: the stat of the list node with it; nil where the list node is still as it was before.
    private func find(_ step: StatementPlan.Step, _ before: NodeStat?) async throws(PublisherError) -> NodeStat? {
        var pause = Self.firstPause
        for _ in 0..<Self.looks {
            let data: NodeData?
            do throws(ZooKeeperError) {
                data = try await look()
            } catch {
                if Self.lastWords.contains(error.code) { throw doubt("\(error)", cause: error) }
                // Cut short by a cancellation, which the next look finds out.
                try? await clock.sleep(for: pause)
                pause = min(pause * 2, Self.longestPause)
                continue
            }
            if let data, let word = ListData(data.bytes).word, word.statement == step.word.statement,
                word.declaration == step.word.declaration
            {
                return data.stat
            }
            guard data?.stat.czxid == before?.czxid, data?.stat.version == before?.version else {
                throw PublisherError(
                    .conflict,
                    "the answer to a statement about \(list) was lost, and meanwhile another publisher stated the list; look at it, "
                        + "and state again what is to change",
                    mayHaveBeenApplied: true
                )
            }
            return nil
        }
        throw doubt("the list was looked at \(Self.looks) times in vain")
    }

    private func look() async throws(ZooKeeperError) -> NodeData? {
        try await zooKeeper.connected()
        try await zooKeeper.sync(list)
        do throws(ZooKeeperError) {
            return try await zooKeeper.data(at: list)
        } catch {
            guard error.code == .noNode else { throw error }
            return nil
        }
    }

    private func doubt(_ why: String, cause: ZooKeeperError? = nil) -> PublisherError {
        PublisherError(
            .inDoubt,
            "the answer to a statement about \(list) was lost, and whether it was carried out could not be found out: \(why); the "
                + "same call again finishes the work",
            cause: cause, mayHaveBeenApplied: true
        )
    }
}

// What other writers did meanwhile.
extension TransactionWriter {
    /// Finds out whether somebody who knows nothing of declarations changed the list between the look at it and the write.
    ///
    /// ZooKeeper checks the version of the data, and the children have none. Where the number of children came out as declared all
    /// the same, the declaration would vouch for what nobody declared: it is withdrawn at once.
    private func verify(
        _ step: StatementPlan.Step, _ before: NodeStat?, _ after: NodeStat
    ) async throws(PublisherError) {
        // The version of a node's data does not tell one that was deleted and made anew meanwhile.
        let isAnotherNode = before.map { $0.czxid != after.czxid } ?? false
        guard isAnotherNode || after.cversion != (before?.cversion ?? 0) &+ Int32(clamping: step.moves) else { return }
        var error = PublisherError(
            .notAsDeclared,
            "the list \(list) was changed by somebody else while it was being written; adopt it as it stands, or replace it with "
                + "what is right"
        )
        error.written = 1
        if let declaration = step.word.declaration,
            isAnotherNode || declaration.covers(ListStat(after), count: Int(after.numberOfChildren))
        {
            var word = step.word
            let next = min(declaration.generation + 1, Declaration.generations.upperBound)
            word.declaration = Declaration(
                id: StatementID(generation: next, mark: declaration.id.mark), count: Int(after.numberOfChildren),
                listName: declaration.listName, node: after.czxid
            )
            do throws(ZooKeeperError) {
                _ = try await zooKeeper.setData(word.bytes, at: list, version: after.version)
            } catch {
                var failed = refusal(error, [])
                failed.written = 1
                throw failed
            }
        }
        throw error
    }

    /// What it means that the servers refused a transaction, or that it could not be sent.
    private func refusal(_ error: ZooKeeperError, _ operations: [TransactionOperation]) -> PublisherError {
        let failed = error.failedOperation.flatMap { operations.indices.contains($0) ? operations[$0] : nil }
        switch (error.code, failed) {
        case (.badVersion, _):
            return PublisherError(
                .conflict, "another publisher has stated the list \(list) meanwhile; look at it, and state again",
                cause: error)
        case (.nodeExists, .create(list, _, _)):
            return PublisherError(
                .conflict, "somebody else has created the list \(list) meanwhile; look at it, and state again",
                cause: error)
        case (.noNode, .create(list, _, _)):
            return PublisherError(
                .listMissing, "the list \(list) cannot be created: the node above it does not stand; create that first",
                cause: error)
        case (.noNode, .check):
            return PublisherError(.listMissing, "the list \(list) was deleted meanwhile", cause: error)
        case (.nodeExists, .some(let operation)), (.noNode, .some(let operation)):
            return PublisherError(
                .notAsDeclared,
                "somebody else has created or deleted \(operation.path) meanwhile; look at the list, and state again",
                cause: error)
        case (.notEmpty, .some(let operation)):
            return PublisherError(
                .zooKeeper, "\(operation.path) has children and cannot be taken off; delete what is below it",
                cause: error)
        default:
            return PublisherError(.zooKeeper, "the list \(list) could not be written: \(error)", cause: error)
        }
    }
}
