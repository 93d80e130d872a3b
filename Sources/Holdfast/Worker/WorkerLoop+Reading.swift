internal import HoldfastCore
internal import HoldfastZooKeeper
internal import Logging

// Reading the list: what is due is begun, one attempt at a time, and what it gave is told to the core.
extension WorkerLoop {
    mutating func beginReading(at now: Moment, in tasks: inout WorkerTasks) {
        guard let connection, follower.cache != nil, let work = follower.schedule.begin(at: now),
            var cache = follower.cache
        else { return }
        let (reader, triggering) = (follower.reader, triggering)
        var attempt = ReadingAttempt(connection: connection, begun: now, purpose: .catchingUp)
        switch work {
        case .read(let purpose):
            follower.cache = nil
            if purpose == .refreshing { cache.forgetUnwatched() }
            // What was read from a server that lagged must not be taken for what it has caught up to.
            if purpose == .catchingUp { cache.forgetNodes() }
            attempt.purpose = purpose
            let lent = Handover(consume cache)
            tasks.addImmediateChore { [attempt] in
                guard let cache = lent.take() else { return }
                let result = await reader.read(purpose, cache: consume cache)
                triggering.yield(.readingEnded(result, attempt))
            }
        case .audit:
            let stat = follower.lastStat
            tasks.addImmediateChore { [attempt] in
                do throws(ZooKeeperError) {
                    triggering.yield(.auditEnded(.success(try await reader.audit(against: stat)), attempt))
                } catch {
                    triggering.yield(.auditEnded(.failure(error), attempt))
                }
            }
        }
    }

    mutating func readingEnded(_ result: ListReader.Result, _ attempt: ReadingAttempt) -> [Directive] {
        guard var cache = result.cache.take() else { return [] }
        let outcome = result.outcome.withoutProof(of: follower.endedMeanwhile)
        let isToBeReadAgain = cache.endedMeanwhile(follower.endedMeanwhile)
        follower.endedMeanwhile = []
        if attempt.connection != connection { cache.connectionChanged() }
        let (holdsUntold, areNamesUntold) = (cache.holdsUntold, cache.areNamesUntold)
        follower.cache = consume cache
        metrics.readingEnded(error: result.error)
        if let error = result.error {
            worker.logger.debug(
                "Reading the list failed", metadata: [LogKey.error: "\(error)"])
            follower.schedule.failed(attempt.purpose, at: now)
        } else {
            follower.lastStat = result.stat
            let jitter = auditJitter()
            follower.schedule.succeeded(
                at: now, auditJitter: jitter, unwatched: holdsUntold || result.isPartial,
                untold: areNamesUntold)
        }
        if isToBeReadAgain, self.connection != nil { follower.schedule.want(at: now) }
        tell(of: result)
        let reading = Reading(
            connection: attempt.connection, begun: attempt.begun, afterSync: attempt.purpose == .catchingUp,
            outcome: outcome, date: wallClock()
        )
        return core.read(reading, at: now)
    }

    /// Each entry that cannot be used is told of once, until it is another.
    private mutating func tell(of result: ListReader.Result) {
        for unreadable in result.unreadable where follower.toldUnreadable[unreadable.id] != unreadable {
            follower.toldUnreadable[unreadable.id] = unreadable
            worker.logger.info(
                "An entry cannot be read",
                metadata: [LogKey.thing: "\(unreadable.id)", LogKey.error: "\(unreadable.error)"])
            worker.feed.send(.unreadable(unreadable.id, error: unreadable.error))
        }
        if !follower.toldUnreadable.isEmpty, case .list(let list) = result.outcome {
            follower.toldUnreadable = follower.toldUnreadable.filter { list.entries[$0.key] == .unread }
        }
    }

    mutating func auditEnded(
        _ result: Result<AuditFinding, ZooKeeperError>, _ attempt: ReadingAttempt
    ) -> [Directive] {
        let jitter = auditJitter()
        switch result {
        case .success(.asRead):
            follower.schedule.audited(at: now, auditJitter: jitter)
            return core.audited(connection: attempt.connection, begun: attempt.begun, at: now)
        case .success(let finding):
            follower.schedule.audited(at: now, auditJitter: jitter)
            guard !follower.schedule.isReadWanted else { return [] }
            if finding == .namesChanged, follower.cache?.areNamesUntold == true {
                // Nobody declared it, and no watch was to tell of it.
                follower.schedule.want(.listing, at: now)
            } else {
                // The list changed and no watch told of it: none of them is relied on any more.
                follower.cache?.forgetAll()
                follower.schedule.want(at: now)
            }
            return []
        case .failure(let error):
            worker.logger.debug(
                "Auditing the list failed", metadata: [LogKey.error: "\(error)"])
            follower.schedule.failed(.following, at: now)
            return []
        }
    }

    private mutating func auditJitter() -> Double { Double.random(in: -0.1...0.1, using: &random) }
}

extension Reading.Outcome {
    /// The same, with the entries marked whose watches ended while it was made. A server tells of a change before it answers a later
    /// request, so what a watch has told may have happened before the names were read.
    fileprivate func withoutProof(of ended: [ListCache.Arming]) -> Self {
        guard case .list(var list) = self else { return self }
        for arming in ended {
            guard case .payload(let id) = arming.key, case .read(var node) = list.entries[id] else { continue }
            node.isCurrent = false
            list.entries[id] = .read(node)
        }
        return .list(list)
    }
}
