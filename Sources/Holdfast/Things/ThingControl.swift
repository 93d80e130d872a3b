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
        /// It was to end before it began, or while it was lived.
        case ended
    }

    let latest: Latest<Assignment>
    private let life = Mutex(Life.none)

    init(_ assignment: Assignment) {
        latest = Latest(assignment)
    }

    /// A life is about to begin, in a task that is still to be made.
    func prepareLife() {
        life.withLock { $0 = .none }
    }

    /// Lives one life in the current task, unless it was ended before it began.
    ///
    /// - Returns: what the body returned; nil when it was not called.
    func live<Value: Sendable>(_ body: @escaping @Sendable () async -> Value) async -> Value? {
        await withUnsafeCurrentTask { task in
            guard let task, begin(LivingTask(task: task)) else { return nil }
            let value = await body()
            life.withLock { $0 = .ended }
            return value
        }
    }

    private func begin(_ task: LivingTask) -> Bool {
        life.withLock { life in
            guard case .none = life else { return false }
            life = .lived(task)
            return true
        }
    }

    /// Cancels the present life, or the one that was prepared and has not begun.
    func endLife() {
        life.withLock { life in
            // Under the lock, or the task could be gone by then. Whoever is told of a cancellation has no way to come back here.
            if case .lived(let living) = life { living.task.cancel() }
            life = .ended
        }
    }
}
