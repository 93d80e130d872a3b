import Dispatch

/// Where the calls that can block run: threads of our own, never those that Swift's tasks share.
///
/// Closing a handle can take seconds, looking up a name can take half a minute.
enum BlockingQueue {
    private static let queue = DispatchQueue(label: "holdfast.zookeeper.blocking", attributes: .concurrent)

    /// Does the work and returns what it gave, also when the calling task is cancelled meanwhile.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: work()) }
        }
    }

    /// Does the work; a calling task that is cancelled goes on at once, and what the work gave is dropped.
    static func runUnlessCancelled<Value: Sendable>(
        _ work: @escaping @Sendable () -> Value
    ) async throws(ZooKeeperError) -> Value {
        let promise = Promise<Value>()
        queue.async { promise.resolve(.success(work())) }
        return try await promise.value(orWhenCancelled: .cancelledBeforeSending)
    }

    /// Does the work once that time has passed.
    static func after(_ delay: Duration, _ work: @escaping @Sendable () -> Void) {
        queue.asyncAfter(deadline: .now() + .nanoseconds(delay.nanoseconds), execute: work)
    }
}

extension Duration {
    /// The duration in whole nanoseconds; more than 292 years count as that.
    var nanoseconds: Int {
        let (seconds, overflows) = Int(components.seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflows ? .max : seconds + Int(components.attoseconds / 1_000_000_000)
    }
}
