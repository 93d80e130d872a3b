internal import HoldfastCore
internal import HoldfastZooKeeper
internal import Synchronization

/// What the worker holds of a running Thing: its newest assignment, and the means to interrupt what its task does.
final class ThingControl: Sendable {
    /// Why one life of a Thing ended, or is to end.
    enum Interruption: Sendable {
        case stop
        case restart
        case ended(reason: String)
    }

    private enum State {
        case idle
        case living(OneShot<Interruption>)
        case stopped
    }

    let latest: Latest<Assignment>
    private let state = Mutex(State.idle)

    init(_ assignment: Assignment) {
        latest = Latest(assignment)
    }

    /// Begins a life, or a pause between lives, that ``stop()`` and ``restart()`` end; nil once the Thing is to stop.
    func begin() -> OneShot<Interruption>? {
        state.withLock { state in
            switch state {
            case .stopped:
                return nil
            case .idle, .living:
                let life = OneShot<Interruption>()
                state = .living(life)
                return life
            }
        }
    }

    /// Ends the present life, and every later one before it begins.
    func stop() {
        let life: OneShot<Interruption>? = state.withLock { state in
            defer { state = .stopped }
            return if case .living(let life) = state { life } else { nil }
        }
        life?.set(.stop)
    }

    /// Ends the present life; the next one begins at once.
    func restart() {
        let life: OneShot<Interruption>? = state.withLock { state in
            if case .living(let life) = state { life } else { nil }
        }
        life?.set(.restart)
    }
}
