/// The watches of one handle, by what they are armed for, and what the server keeps armed for us.
///
/// Several watches at one place are one to the server. A place stays in the table while the server may have it armed,
/// also when nobody needs it any more: it is counted until its removal is answered.
package struct WatchTable {
    /// A watch that a read is to arm.
    struct Arming: Sendable {
        var watch: Watch
        var kind: WatchPlace.Kind
        /// Whether the server arms it also where no node stands.
        var armsWithoutNode = false
    }

    private struct Entry {
        /// The connection that armed it, as the handle counts them.
        var connection: Int
        /// A watch that nobody holds any more has no one to tell, so that reading again and again with new watches
        /// keeps none.
        weak let watch: Watch?
        /// Holds the watches that hand on their end to a function: they need no other holder.
        let held: Watch?
    }

    private struct Here {
        var entries: [Entry] = []
        /// Whether the server may have it armed.
        var isArmed = false
        /// The reads under way that are to arm it.
        var readsUnderWay = 0
        /// Whether a removal is under way.
        var isBeingRemoved = false

        var isNeeded: Bool { readsUnderWay > 0 || entries.contains { $0.watch?.hasEnded == false } }
        var isUnneeded: Bool { isArmed && !isBeingRemoved && !isNeeded }
    }

    private var places: [WatchPlace: Here] = [:]
    /// What all places take in the one packet by which the library arms them again.
    private(set) var bytes = 0
    let bytesAllowed: Int

    package init(bytesAllowed: Int) {
        self.bytesAllowed = bytesAllowed
    }

    /// The number of watches that are armed.
    var count: Int { places.values.reduce(0) { $0 + $1.entries.count { $0.watch != nil } } }
    /// The number of places that the server may have armed.
    var placeCount: Int { places.count }

    // MARK: Arming

    /// A read that is to arm a watch is about to be handed on.
    ///
    /// - Returns: false when the place does not fit in any more.
    package mutating func beginRead(arming place: WatchPlace) -> Bool {
        if places[place] == nil {
            guard bytes + place.bytes <= bytesAllowed else { return false }
            bytes += place.bytes
        }
        places[place, default: Here()].readsUnderWay += 1
        return true
    }

    /// A read was answered: the server has armed the watch.
    ///
    /// - Returns: whether nobody needs it any more: it may have ended while the read was under way.
    package mutating func armed(_ watch: Watch, at place: WatchPlace, connection: Int) -> Bool {
        guard var here = places[place] else { return false }
        here.readsUnderWay -= 1
        here.isArmed = true
        here.entries.removeAll { $0.watch?.hasEnded != false || $0.watch === watch }
        if !watch.hasEnded {
            here.entries.append(Entry(connection: connection, watch: watch, held: watch.handsOnItsEnd ? watch : nil))
        }
        places[place] = here
        return here.isUnneeded
    }

    /// A read failed, and armed nothing.
    ///
    /// - Returns: whether the place was armed before and nobody needs it any more.
    package mutating func notArmed(_ place: WatchPlace) -> Bool {
        places[place]?.readsUnderWay -= 1
        forget(place)
        return places[place]?.isUnneeded ?? false
    }

    // MARK: Ending

    /// An event came: takes out the watches that it ends.
    package mutating func happened(_ event: NodeEvent, at path: [UInt8]) -> [Watch] {
        let kinds: [WatchPlace.Kind] =
            switch event {
            case .created, .dataChanged: [.node]
            case .childrenChanged: [.children]
            case .deleted: [.node, .children]
            }
        return kinds.flatMap { kind -> [Watch] in
            let place = WatchPlace(path: path, kind: kind)
            let ended = places[place]?.entries ?? []
            places[place]?.entries = []
            places[place]?.isArmed = false
            forget(place)
            return ended.compactMap(\.watch)
        }
    }

    /// Takes out the watches that connections before that one armed. The library armed their places again all the same.
    ///
    /// - Returns: the watches, and the places that nobody needs now.
    package mutating func ended(before connection: Int) -> (watches: [Watch], unneeded: [WatchPlace]) {
        var ended: [Watch] = []
        var unneeded: [WatchPlace] = []
        for place in Array(places.keys) {
            guard var here = places[place] else { continue }
            ended += here.entries.filter { $0.connection < connection }.compactMap(\.watch)
            here.entries.removeAll { $0.connection < connection }
            places[place] = here
            if here.isUnneeded { unneeded.append(place) }
        }
        return (ended, unneeded)
    }

    /// Takes out all watches.
    package mutating func endedAll() -> [Watch] {
        defer {
            places = [:]
            bytes = 0
        }
        return places.values.flatMap { $0.entries.compactMap(\.watch) }
    }

    // MARK: Removing

    /// A removal is about to be handed on: it must not take a watch from who needs it, or from a read under way.
    ///
    /// - Returns: false when there is nothing to remove.
    package mutating func beginRemoval(of place: WatchPlace) -> Bool {
        guard places[place]?.isUnneeded == true else { return false }
        places[place]?.isBeingRemoved = true
        return true
    }

    /// A removal was answered; where it failed the server may still have it armed.
    ///
    /// A read that arms the place anew was handed on after the removal, so its answer comes after this one.
    package mutating func removalEnded(at place: WatchPlace, isRemoved: Bool) {
        places[place]?.isBeingRemoved = false
        if isRemoved { places[place]?.isArmed = false }
        forget(place)
    }

    private mutating func forget(_ place: WatchPlace) {
        guard let here = places[place], !here.isArmed, !here.isBeingRemoved, !here.isNeeded else { return }
        places[place] = nil
        bytes -= place.bytes
    }
}
