internal import HoldfastCore
internal import HoldfastZooKeeper

/// What the worker knows of the list node, and when it reads it.
struct ListFollower {
    let reader: ListReader

    var schedule: ReadSchedule
    /// Nil while an attempt to read has it.
    var cache: ListCache? = ListCache()
    var endedMeanwhile: [ListCache.Arming] = []
    var lastStat: NodeStat?
    /// The entries whose trouble was told.
    var toldUnreadable: [ThingID: ListReader.Unreadable] = [:]

    init(_ worker: HoldfastWorker) {
        let (configuration, triggering) = (worker.configuration, worker.triggering)
        schedule = ReadSchedule(
            auditInterval: configuration.auditInterval, payloadRefresh: configuration.payloadRefresh
        )
        reader = ListReader(client: worker.client, list: worker.list, checkPayload: configuration.checkPayload) {
            triggering.yield(.watchEnded($0))
        }
    }

    /// A watch ended. While a reading has the cache, it is seen afterwards whether the reading had armed another in its place.
    ///
    /// - Returns: whether it is one that is relied on, so that the list is to be read.
    mutating func watchEnded(_ arming: ListCache.Arming) -> Bool {
        guard cache != nil else {
            endedMeanwhile.append(arming)
            return false
        }
        return cache?.ended(arming) == true
    }
}
