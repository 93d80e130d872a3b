#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Which thread code runs on.
struct ThreadID: Equatable, Sendable {
    private let number: UInt

    static var current: ThreadID {
        #if canImport(Darwin)
        ThreadID(number: UInt(bitPattern: pthread_self()))
        #else
        ThreadID(number: UInt(pthread_self()))
        #endif
    }
}
