internal import HoldfastCore
internal import HoldfastZooKeeper
internal import Synchronization

/// What the worker holds of a running Thing: its newest assignment, and the means to end the life that its task lives.
///
/// A life is a task, and one task at most lives at a time: the next is begun when the one before has said that it is over.
final class ThingControl: Sendable {
    /// Proof of `@unchecked`: all that is done with the task is to cancel it, which any thread may do while the task lives; and that is
    /// done under the lock under which the task, still inside of `withUnsafeCurrentTask`, takes itself away again.
    private struct LivingTask: @unchecked Sendable {
        let task: UnsafeCurrentTask
    }

    private enum Life {
        case none
        case lived(LivingTask)
        /// It is over, or was to end before it began.
        case ended
    }

    let latest: Latest<Assignment>
    private let present = Mutex((number: 0, life: Life.none))

    /// The number of the present life, or of the one that is about to begin: what ends one life is no end of the next.
    var life: Int { present.withLock { $0.number } }

    init(_ assignment: Assignment) {
        latest = Latest(assignment)
    }

    /// A life is about to begin, in a task that is still to be made.
    func prepareLife() {
        present.withLock { $0 = ($0.number + 1, .none) }
    }

    /// Lives one life in the current task, unless it was ended before it began, or the task was.
    ///
    /// - Returns: what the body returned; nil when it was not called.
    func live<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value? {
        await withUnsafeCurrentTask { task in
            guard let task, !task.isCancelled, begin(LivingTask(task: task)) else { return nil }
            let value = await body()
            present.withLock { $0.life = .ended }
            return value
        }
    }

    private func begin(_ task: LivingTask) -> Bool {
        present.withLock { present in
            guard case .none = present.life else { return false }
            present.life = .lived(task)
            return true
        }
    }

    /// Cancels the life with that number, whether it has begun or not; what is over is left alone.
    ///
    /// The cancellation handlers of the user's code run here, and may take their time: not to be called where others wait.
    func end(life number: Int) {
        present.withLock { present in
            guard present.number == number else { return }
            // Under the lock, or the task could be gone by then. Whoever is told of a cancellation has no way to come back here.
            if case .lived(let living) = present.life { living.task.cancel() }
            present.life = .ended
        }
    }
}
