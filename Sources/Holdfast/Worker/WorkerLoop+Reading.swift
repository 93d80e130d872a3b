internal import HoldfastCore
internal import HoldfastZooKeeper
internal import Logging

// Reading the list: what is due is begun, one attempt at a time, and what it gave is told to the core.
extension WorkerLoop {
    mutating func beginReading(in group: inout DiscardingTaskGroup) {
        guard let connection, var cache, let work = schedule.begin(at: now) else { return }
        let (reader, triggering) = (reader, triggering)
        var attempt = ReadingAttempt(connection: connection, begun: now, afterSync: true)
        switch work {
        case .read(let afterSync, let refreshing):
            self.cache = nil
            if refreshing { cache.forgetUnwatched() }
            // What was read from a server that lagged must not be taken for what it has caught up to.
            if afterSync { cache.forgetNodes() }
            attempt.afterSync = afterSync
            group.addTask { [cache, attempt] in
                let result = await reader.read(afterSync: afterSync, cache: cache)
                triggering.yield(.readingEnded(result, attempt))
            }
        case .audit:
            let stat = lastStat
            group.addTask { [attempt] in
                do throws(ZooKeeperError) {
                    triggering.yield(.auditEnded(.success(try await reader.audit(against: stat)), attempt))
                } catch {
                    triggering.yield(.auditEnded(.failure(error), attempt))
                }
            }
        }
    }

    mutating func readingEnded(_ result: ListReader.Result, _ attempt: ReadingAttempt) -> [Directive] {
        var cache = result.cache
        var isToBeReadAgain = false
        for arming in endedMeanwhile where cache.ended(arming) { isToBeReadAgain = true }
        endedMeanwhile = []
        if attempt.connection != connection { cache.forgetUnwatched() }
        self.cache = cache
        metrics.readingEnded(error: result.error)
        if let error = result.error {
            worker.logger.debug("Reading the list failed", metadata: [LogKey.error: "\(error)"])
            schedule.failed(afterSync: attempt.afterSync, at: now)
        } else {
            lastStat = result.stat
            schedule.succeeded(at: now, auditJitter: auditJitter(), unwatched: cache.holdsUntold || result.isPartial)
        }
        if isToBeReadAgain, self.connection != nil { schedule.want(afterSync: false, at: now) }
        tell(of: result)
        let reading = Reading(
            connection: attempt.connection, begun: attempt.begun, afterSync: attempt.afterSync, outcome: result.outcome
        )
        return core.read(reading, at: now)
    }

    /// Each entry that cannot be used is told of once, until it is another.
    private mutating func tell(of result: ListReader.Result) {
        for unreadable in result.unreadable where toldUnreadable[unreadable.id] != unreadable {
            toldUnreadable[unreadable.id] = unreadable
            worker.logger.info(
                "An entry cannot be read",
                metadata: [LogKey.thing: "\(unreadable.id)", LogKey.error: "\(unreadable.error)"])
            worker.feed.send(.unreadable(unreadable.id, error: unreadable.error))
        }
        if !toldUnreadable.isEmpty, case .list(let list) = result.outcome {
            toldUnreadable = toldUnreadable.filter { list.entries[$0.key] == .unread }
        }
    }

    mutating func auditEnded(
        _ result: Result<Bool, ZooKeeperError>, _ attempt: ReadingAttempt
    ) -> [Directive] {
        switch result {
        case .success(false):
            schedule.audited(at: now, auditJitter: auditJitter())
            return core.audited(connection: attempt.connection, begun: attempt.begun, at: now)
        case .success(true):
            schedule.audited(at: now, auditJitter: auditJitter())
            guard !schedule.isReadWanted else { return [] }
            // The list changed and no watch told of it: none of them is relied on any more.
            cache?.forgetAll()
            schedule.want(afterSync: false, at: now)
            return []
        case .failure(let error):
            worker.logger.debug("Auditing the list failed", metadata: [LogKey.error: "\(error)"])
            schedule.failed(afterSync: false, at: now)
            return []
        }
    }

    mutating func watchEnded(_ arming: ListCache.Arming) {
        // While a reading has the cache, it is seen afterwards whether the reading had armed another in its place.
        guard cache != nil else { return endedMeanwhile.append(arming) }
        if cache?.ended(arming) == true, connection != nil { schedule.want(afterSync: false, at: now) }
    }

    private mutating func auditJitter() -> Duration {
        worker.configuration.auditInterval * Double.random(in: -0.1...0.1, using: &random)
    }
}
