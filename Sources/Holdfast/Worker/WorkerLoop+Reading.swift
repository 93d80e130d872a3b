internal import HoldfastCore
internal import HoldfastZooKeeper
internal import Logging

// Reading the list: what is due is begun, one attempt at a time, and what it gave is told to the core.
extension WorkerLoop {
    mutating func beginReading(in group: inout DiscardingTaskGroup) {
        guard let connection, var cache, let work = schedule.begin(at: now) else { return }
        let (reader, triggering) = (reader, triggering)
        switch work {
        case .read(let afterSync, let refreshing):
            self.cache = nil
            if refreshing { cache.forgetUnwatched() }
            let attempt = ReadingAttempt(connection: connection, begun: now, afterSync: afterSync)
            group.addTask { [cache] in
                let result = await reader.read(afterSync: afterSync, cache: cache)
                triggering.yield(.readingEnded(result, attempt))
            }
        case .audit:
            let stat = lastStat
            group.addTask {
                do throws(ZooKeeperError) {
                    triggering.yield(.auditEnded(.success(try await reader.audit(against: stat))))
                } catch {
                    triggering.yield(.auditEnded(.failure(error)))
                }
            }
        }
    }

    mutating func readingEnded(_ result: ListReader.Result, _ attempt: ReadingAttempt) -> [Directive] {
        var cache = result.cache
        for key in endedMeanwhile { cache.ended(key) }
        endedMeanwhile = []
        self.cache = cache
        metrics.readingEnded(error: result.error)
        if let error = result.error {
            worker.logger.debug("Reading the list failed", metadata: [LogKey.error: "\(error)"])
            schedule.failed(afterSync: attempt.afterSync, at: now)
        } else {
            lastStat = result.stat
            schedule.succeeded(at: now, auditJitter: auditJitter(), unwatched: cache.holdsUnwatched)
        }
        let reading = Reading(
            connection: attempt.connection, begun: attempt.begun, afterSync: attempt.afterSync, outcome: result.outcome
        )
        return core.read(reading, at: now)
    }

    mutating func auditEnded(_ result: Result<Bool, ZooKeeperError>) {
        switch result {
        case .success(false):
            schedule.succeeded(at: now, auditJitter: auditJitter(), unwatched: cache?.holdsUnwatched ?? false)
        case .success(true):
            // The list changed and no watch told of it, or not yet: none of them is relied on any more.
            schedule.succeeded(at: now, auditJitter: auditJitter(), unwatched: false)
            cache = ListCache()
            schedule.want(afterSync: false, at: now)
        case .failure(let error):
            worker.logger.debug("Auditing the list failed", metadata: [LogKey.error: "\(error)"])
            schedule.failed(afterSync: false, at: now)
        }
    }

    mutating func watchEnded(_ key: WatchKey) {
        if cache == nil {
            endedMeanwhile.append(key)
        } else {
            cache?.ended(key)
        }
        if connection != nil { schedule.want(afterSync: false, at: now) }
    }

    private mutating func auditJitter() -> Duration {
        worker.configuration.auditInterval * Double.random(in: -0.1...0.1, using: &random)
    }
}
