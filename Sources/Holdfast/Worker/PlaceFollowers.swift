internal import HoldfastCore

/// The followers of all places that are read: of the list node first, then of each shard.
///
/// It knows when each has something to begin, so that nobody has to look at one that has not.
struct PlaceFollowers {
    private var followers: [PlaceFollower]
    private var deadlines = MomentHeap()
    /// The id of the first shard's follower: those of the others follow it in order.
    private var firstShardID = 1

    init(list: PlaceFollower) {
        followers = [list]
    }

    var indices: Range<Int> { followers.indices }

    subscript(index: Int) -> PlaceFollower {
        _read { yield followers[index] }
        _modify {
            defer { deadlines[index] = followers[index].schedule.nextDeadline }
            yield &followers[index]
        }
    }

    /// When ``due(at:)`` is to be asked again, if nothing happens before.
    var nextDeadline: Moment? { deadlines.earliest }

    /// Those that have something to begin.
    func due(at now: Moment) -> [Int] { deadlines.due(at: now) }

    /// Nil where its place has been given up meanwhile.
    func index(ofFollower id: Int) -> Int? {
        guard id != 0 else { return 0 }
        return followers.indices.dropFirst().contains(id - firstShardID + 1) ? id - firstShardID + 1 : nil
    }

    /// Nil where nobody reads it.
    func index(of place: Place) -> Int? {
        switch place {
        case .list: 0
        case .shard(let shard): shard.count == followers.count - 1 ? shard.index + 1 : nil
        }
    }

    /// Whether these shards are read, and no others.
    func read(_ shards: [Shard]) -> Bool { followers.dropFirst().map(\.place) == shards.map { .shard($0) } }

    /// These shards are read from now on, instead of any others.
    mutating func replaceShards(_ shards: [Shard], _ follower: (Shard, _ id: Int) -> PlaceFollower) {
        firstShardID += followers.count - 1
        for index in followers.indices.dropFirst() { deadlines[index] = nil }
        followers.removeSubrange(1...)
        for (offset, shard) in shards.enumerated() {
            followers.append(follower(shard, firstShardID + offset))
            deadlines[offset + 1] = followers[offset + 1].schedule.nextDeadline
        }
    }
}
