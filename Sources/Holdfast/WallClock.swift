#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The time of day, which may jump; for what must be compared with other machines and other days.
package enum WallClock {
    /// Milliseconds since 1970.
    package static func milliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
