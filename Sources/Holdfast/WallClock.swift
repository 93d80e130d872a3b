#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The time of day and date, which people and disks share and which may jump.
package struct WallClock: Sendable {
    private let read: @Sendable () -> Int64

    /// A clock that is read by a closure, in milliseconds since 1970.
    package init(_ read: @escaping @Sendable () -> Int64) {
        self.read = read
    }

    /// Milliseconds since 1970.
    package var now: Int64 { read() }

    /// The clock of the machine.
    package static let system = WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
