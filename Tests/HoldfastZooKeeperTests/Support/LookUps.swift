public import Foundation

// There the client brings a lock that the sanitizer knows.
#if HOLDFAST_THREAD_SANITIZER
@testable import HoldfastZooKeeper
#else
import Synchronization
#endif

/// How often the client has looked up a name: the linker puts a function of the program before that of the system. The
/// look-ups of the C library do not come by here.
enum LookUps {
    fileprivate static let counted = Mutex(0)

    static var count: Int { counted.withLock { $0 } }
}

private typealias LookUp =
    @convention(c) (
        UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<addrinfo>?,
        UnsafeMutablePointer<UnsafeMutablePointer<addrinfo>?>?
    ) -> Int32

private let systemLookUp: LookUp = {
    // RTLD_NEXT, which is a cast in C.
    let next = UnsafeMutableRawPointer(bitPattern: -1)
    guard let symbol = dlsym(next, "getaddrinfo") else { fatalError("the system looks nothing up") }
    return unsafeBitCast(symbol, to: LookUp.self)
}()

@_cdecl("getaddrinfo")
public func countedLookUp(
    _ host: UnsafePointer<CChar>?, _ port: UnsafePointer<CChar>?, _ hints: UnsafePointer<addrinfo>?,
    _ answer: UnsafeMutablePointer<UnsafeMutablePointer<addrinfo>?>?
) -> Int32 {
    LookUps.counted.withLock { $0 += 1 }
    // Nobody has a name below that one. A resolver may take seconds to say so, and then no hurry would show.
    if let host, String(cString: host).hasSuffix(".invalid") { return EAI_NONAME }
    return systemLookUp(host, port, hints, answer)
}
