import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Synchronization

/// A clock on the wall that stands unless it is moved, and pauses that take no time.
final class TestClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let wall: Mutex<Int64>
    private let marks = Atomic<UInt64>(0)

    init(wall: Int64 = 1_700_000_000_000) {
        self.wall = Mutex(wall)
    }

    var now: Instant { Instant(offset: .zero) }
    var minimumResolution: Duration { .nanoseconds(1) }
    func sleep(until deadline: Instant, tolerance: Duration?) async throws { try Task.checkCancellation() }

    var milliseconds: Int64 {
        get { wall.withLock { $0 } }
        set { wall.withLock { $0 = newValue } }
    }

    func nextMark() -> UInt64 { marks.wrappingAdd(1, ordering: .relaxed).newValue }
}

extension AssignmentPublisher {
    /// A publisher on a tree in memory.
    init(_ zooKeeper: MemoryZooKeeper, clock: TestClock = TestClock(), limit: Int = 1_048_575) {
        self.init(
            zooKeeper: zooKeeper, list: zooKeeper.list, limit: limit, clock: clock,
            wallClock: { clock.milliseconds }, mark: { clock.nextMark() }
        )
    }
}

extension Dictionary where Key == ThingID, Value == [UInt8] {
    /// Things with their names as payloads.
    static func things(_ ids: some Sequence<String>) -> Self {
        Dictionary(uniqueKeysWithValues: ids.map { (ThingID($0), Array($0.utf8)) })
    }

    static func things(_ ids: String...) -> Self { things(ids) }
}

extension Set<ThingID> {
    init(numbers: Range<Int>) {
        self.init(numbers.map { ThingID("thing-\($0)") })
    }
}

extension ZNodePath {
    func thing(_ id: String) -> ZNodePath { ZNodePath(stringLiteral: "\(self)/\(id)") }
}
