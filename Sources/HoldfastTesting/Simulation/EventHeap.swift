/// What is to happen in a simulation, the next first; of what happens at the same time, what was scheduled first.
struct EventHeap {
    struct Event {
        var time: Int64
        var serial: UInt64
        var kind: Kind

        /// Whether it was to wake a sleeper that does not wait any more.
        var concernsNobody: Bool {
            if case .wake(let sleeper) = kind { !sleeper.isAsleep } else { false }
        }
    }

    enum Kind {
        /// A task is to be woken, unless it is awake already.
        case wake(Sleeper)
        /// An action is to be done.
        case action(@Sendable () -> Void)
    }

    private var events: [Event] = []
    private var lastSerial: UInt64 = 0
    /// How many sleepers were woken before their time and are still in the heap.
    private var leftSleepers = 0

    var first: Event? { events.first }

    mutating func schedule(at time: Int64, _ kind: Kind) {
        lastSerial += 1
        events.append(Event(time: time, serial: lastSerial, kind: kind))
        rise(from: events.count - 1)
    }

    /// A sleeper was woken before its time. Their events are swept out when they are the most, so that a long simulation in which timers
    /// are cancelled again and again does not grow.
    mutating func sleeperLeft() {
        leftSleepers += 1
        guard leftSleepers > 64, leftSleepers > events.count / 2 else { return }
        leftSleepers = 0
        events.removeAll(where: \.concernsNobody)
        events.sort(by: Self.precedes)
    }

    /// Takes out the events at the top whose sleeper does not wait any more: time must not move for them.
    mutating func dropLeft() {
        while let first, first.concernsNobody {
            _ = popFirst()
            leftSleepers = max(0, leftSleepers - 1)
        }
    }

    mutating func popFirst() -> Event? {
        guard let first = events.first else { return nil }
        let last = events.removeLast()
        if !events.isEmpty {
            events[0] = last
            sink(from: 0)
        }
        return first
    }

    /// The times until which tasks sleep, unsorted.
    var sleepDeadlines: [Int64] {
        events.compactMap { event in
            guard case .wake(let sleeper) = event.kind, sleeper.isAsleep else { return nil }
            return event.time
        }
    }

    private static func precedes(_ left: Event, _ right: Event) -> Bool {
        left.time == right.time ? left.serial < right.serial : left.time < right.time
    }

    private mutating func rise(from start: Int) {
        var index = start
        while index > 0 {
            let parent = (index - 1) / 2
            guard Self.precedes(events[index], events[parent]) else { return }
            events.swapAt(index, parent)
            index = parent
        }
    }

    private mutating func sink(from start: Int) {
        var index = start
        while true {
            var smallest = index
            for child in [2 * index + 1, 2 * index + 2] where child < events.count {
                if Self.precedes(events[child], events[smallest]) { smallest = child }
            }
            guard smallest != index else { return }
            events.swapAt(index, smallest)
            index = smallest
        }
    }
}
