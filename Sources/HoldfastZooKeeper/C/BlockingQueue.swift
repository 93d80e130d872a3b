import Dispatch

/// Where the calls that can block run: threads of our own, never those that Swift's tasks share.
///
/// Closing a handle can take seconds, looking up a name can take half a minute.
enum BlockingQueue {
    private static let timers = DispatchQueue(label: "holdfast.zookeeper.timers")

    /// Does the work and returns what it gave, also when the calling task is cancelled meanwhile.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            enqueue { continuation.resume(returning: work()) }
        }
    }

    /// Does the work; a calling task that is cancelled goes on at once, and what the work gave is dropped.
    static func runUnlessCancelled<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async throws(ZooKeeperError) -> Value {
        let promise = Promise<Value>()
        enqueue { promise.resolve(.success(work())) }
        return try await promise.value(orWhenCancelled: .cancelledBeforeSending)
    }

    /// Does the work once that time has passed.
    static func after(_ delay: Duration, _ work: @escaping @Sendable () -> Void) {
        let ordered = HandOver.ordered(work)
        timers.asyncAfter(deadline: .now() + .nanoseconds(delay.nanoseconds), execute: ordered)
    }

    private static func enqueue(_ work: @escaping @Sendable () -> Void) {
        // A serial queue of its own gets a thread of its own. The threads of a concurrent one come from the pool on which
        // Swift's tasks run on Linux: as many calls that block as there are processors would stop them all.
        DispatchQueue(label: "holdfast.zookeeper.blocking").async(execute: HandOver.ordered(work))
    }
}

/// Shows the thread sanitizer that work begins after it was handed over: it does not see into Dispatch.
private enum HandOver {
    #if HOLDFAST_THREAD_SANITIZER
    private static let order = Mutex<Void>(())

    static func ordered(_ work: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
        defer { order.withLock { _ in } }
        return {
            order.withLock { _ in }
            work()
        }
    }
    #else
    static func ordered(_ work: @escaping @Sendable () -> Void) -> @Sendable () -> Void { work }
    #endif
}

extension Duration {
    /// The duration in whole nanoseconds; more than 292 years count as that.
    var nanoseconds: Int {
        let (seconds, overflows) = Int(components.seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflows ? .max : seconds + Int(components.attoseconds / 1_000_000_000)
    }
}
