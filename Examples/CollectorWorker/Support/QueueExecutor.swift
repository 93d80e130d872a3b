import Dispatch

/// Runs the jobs of an actor one after another on a queue of its own, so that calls which block never hold a thread of the
/// cooperative pool, on which the Things run.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
