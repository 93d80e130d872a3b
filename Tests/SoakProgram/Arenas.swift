internal import Foundation

/// What the system's memory allocator keeps memory in (`mallopt`), one for each thread by default.
enum Arenas {
    private typealias Set = @convention(c) (_ parameter: Int32, _ value: Int32) -> Int32
    /// `M_ARENA_MAX` of `malloc.h`.
    private static let limit: Int32 = -8

    /// Has the threads that come share one, where the allocator has arenas.
    ///
    /// What a thread has freed stays in its arena, out of reach of the others: resident memory then grows with the most that
    /// each thread ever had at once, and says little of what is held.
    static func shareOne() {
        guard let mallopt = dlsym(nil, "mallopt") else { return }
        _ = unsafeBitCast(mallopt, to: Set.self)(limit, 1)
    }
}
