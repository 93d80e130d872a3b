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
    /// Which launch of all this is: a Thing that ended and begins again is launched anew.
    let launch: Int
    private let present = Mutex((number: 0, life: Life.none))

    /// The number of the present life, or of the one that is about to begin: what ends one life is no end of the next.
    var life: Int { present.withLock { $0.number } }

    init(_ assignment: Assignment, launch: Int) {
        latest = Latest(assignment)
        self.launch = launch
    }

    /// A life is about to begin, in a task that is still to be made.
    func prepareLife() {
        present.withLock { $0 = ($0.number + 1, .none) }
    }

    /// A life begins in that task, unless it was ended before it began, or the task was: false then.
    ///
    /// To be called inside of `withUnsafeCurrentTask`, and before it is left ``isOver()``, where this was true.
    func begin(in task: UnsafeCurrentTask?) -> Bool {
        guard let task, !task.isCancelled else { return false }
        return present.withLock { present in
            guard case .none = present.life else { return false }
            present.life = .lived(LivingTask(task: task))
            return true
        }
    }

    /// The life that began is over.
    func isOver() {
        present.withLock { $0.life = .ended }
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
