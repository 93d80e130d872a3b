internal import HoldfastCore
internal import HoldfastZooKeeper
internal import Logging

// Reading the list: what is due is begun, one attempt at a time, and what it gave is told to the core.
extension WorkerLoop {
    mutating func beginReading(_ index: Int, in tasks: inout WorkerTasks) {
        guard let connection, var cache = followers[index].cache, let work = followers[index].schedule.begin(at: now)
        else { return }
        let (reader, triggering) = (followers[index].reader, triggering)
        var attempt = ReadingAttempt(
            follower: followers[index].id, connection: connection, begun: now, purpose: .catchingUp)
        switch work {
        case .read(let purpose):
            followers[index].cache = nil
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
            let stat = followers[index].lastStat
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
        guard let index = followers.index(ofFollower: attempt.follower), var cache = result.cache.take() else {
            return []
        }
        let isToBeReadAgain = cache.endedMeanwhile(followers[index].endedMeanwhile)
        followers[index].endedMeanwhile = []
        if attempt.connection != connection { cache.connectionChanged() }
        let (holdsUntold, areNamesUntold) = (cache.holdsUntold, cache.areNamesUntold)
        followers[index].cache = consume cache
        metrics.readingEnded(error: result.error)
        if let error = result.error {
            worker.logger.debug(
                "Reading the list failed",
                metadata: [LogKey.error: "\(error)", LogKey.place: "\(followers[index].place)"])
            followers[index].schedule.failed(attempt.purpose, at: now)
        } else {
            followers[index].lastStat = result.stat
            let jitter = auditJitter()
            followers[index].schedule.succeeded(
                at: now, auditJitter: jitter, unwatched: holdsUntold || result.isPartial,
                unlisted: areNamesUntold)
        }
        if isToBeReadAgain, self.connection != nil { followers[index].schedule.want(at: now) }
        tell(of: result, by: index)
        let reading = Reading(
            connection: attempt.connection, begun: attempt.begun, afterSync: attempt.purpose == .catchingUp,
            outcome: result.outcome
        )
        return core.read(reading, of: followers[index].place, at: now)
    }

    /// Each entry that cannot be used is told of once, until it is another.
    private mutating func tell(of result: ListReader.Result, by index: Int) {
        for unreadable in result.unreadable where followers[index].toldUnreadable[unreadable.id] != unreadable {
            followers[index].toldUnreadable[unreadable.id] = unreadable
            worker.logger.info(
                "An entry cannot be read",
                metadata: [LogKey.thing: "\(unreadable.id)", LogKey.error: "\(unreadable.error)"])
            worker.feed.send(.unreadable(unreadable.id, error: unreadable.error))
        }
        if !followers[index].toldUnreadable.isEmpty, case .list(let list) = result.outcome {
            followers[index].toldUnreadable = followers[index].toldUnreadable.filter { list.entries[$0.key] == .unread }
        }
    }

    mutating func auditEnded(
        _ result: Result<Bool, ZooKeeperError>, _ attempt: ReadingAttempt
    ) -> [Directive] {
        guard let index = followers.index(ofFollower: attempt.follower) else { return [] }
        let jitter = auditJitter()
        switch result {
        case .success(false):
            followers[index].schedule.audited(at: now, auditJitter: jitter)
            return core.audited(
                followers[index].place, connection: attempt.connection, begun: attempt.begun, at: now)
        case .success(true):
            followers[index].schedule.audited(at: now, auditJitter: jitter)
            guard !followers[index].schedule.isReadWanted else { return [] }
            // The list changed and no watch told of it: none of them is relied on any more.
            followers[index].cache?.forgetAll()
            followers[index].schedule.want(at: now)
            return []
        case .failure(let error):
            worker.logger.debug(
                "Auditing the list failed",
                metadata: [LogKey.error: "\(error)", LogKey.place: "\(followers[index].place)"])
            followers[index].schedule.failed(.following, at: now)
            return []
        }
    }

    mutating func watchEnded(_ arming: ListCache.Arming, of follower: Int) {
        guard let index = followers.index(ofFollower: follower) else { return }
        let isReliedOn = followers[index].watchEnded(arming)
        if isReliedOn, connection != nil { followers[index].schedule.want(at: now) }
    }

    /// The place is to be read, if it still is one.
    mutating func want(_ place: Place, afterSync: Bool) {
        guard let index = followers.index(of: place) else { return }
        followers[index].schedule.want(afterSync ? .catchingUp : .following, at: now)
    }

    /// These shards are read from now on, and the list node for what it says of them.
    mutating func follow(_ shards: [Shard]) {
        guard !followers.read(shards) else { return }
        worker.logger.notice("The list is laid out anew", metadata: [LogKey.shards: "\(shards.count)"])
        followers[0].cache?.forgetAll()
        let (worker, isConnected) = (worker, connection != nil)
        followers.replaceShards(shards) { shard, id in
            var follower = PlaceFollower(id: id, place: .shard(shard), of: worker, sharing: shards.count + 1)
            if isConnected { follower.schedule.connected() }
            return follower
        }
    }

    private mutating func auditJitter() -> Duration {
        worker.configuration.auditInterval * Double.random(in: -0.1...0.1, using: &random)
    }
}
