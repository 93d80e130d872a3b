internal import HoldfastCore
internal import HoldfastZooKeeper

/// What the worker knows of one node that it reads: the list node, or a shard of it.
struct PlaceFollower {
    /// Tells followers apart: what was begun for one whose place was given up concerns nobody.
    let id: Int
    let place: Place
    let reader: ListReader

    var schedule: ReadSchedule
    /// Nil while an attempt to read has it.
    var cache: ListCache? = ListCache()
    var endedMeanwhile: [ListCache.Arming] = []
    var lastStat: NodeStat?
    /// The entries whose trouble was told.
    var toldUnreadable: [ThingID: ListReader.Unreadable] = [:]

    init(id: Int, place: Place, of worker: HoldfastWorker, sharing count: Int) {
        let (configuration, triggering) = (worker.configuration, worker.triggering)
        self.id = id
        self.place = place
        schedule = ReadSchedule(
            auditInterval: configuration.auditInterval, payloadRefresh: configuration.payloadRefresh
        )
        reader = ListReader(
            client: worker.client, list: place.path(of: worker.list), checkPayload: configuration.checkPayload,
            window: max(16, ReadWindow.payloads / count)
        ) { arming in
            triggering.yield(.watchEnded(arming, of: id))
        }
        // The watches of all places go in one packet when a connection is resumed.
        cache?.watchBytesAllowed = ListCache.watchBytesAllowed / count
    }

    /// A watch ended. While a reading has the cache, it is seen afterwards whether the reading had armed another in its place.
    ///
    /// - Returns: whether it is one that is relied on, so that the place is to be read.
    mutating func watchEnded(_ arming: ListCache.Arming) -> Bool {
        guard cache != nil else {
            endedMeanwhile.append(arming)
            return false
        }
        return cache?.ended(arming) == true
    }
}
