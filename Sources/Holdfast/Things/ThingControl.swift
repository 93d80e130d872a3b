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
        case pausing(OneShot<Interruption>)
        case stopped

        var present: OneShot<Interruption>? {
            switch self {
            case .living(let life): life
            case .pausing(let pause): pause
            case .idle, .stopped: nil
            }
        }
    }

    let latest: Latest<Assignment>
    private let state = Mutex(State.idle)

    init(_ assignment: Assignment) {
        latest = Latest(assignment)
    }

    /// Begins a life that ``stop()`` and ``restart()`` end; nil once the Thing is to stop.
    func beginLife() -> OneShot<Interruption>? { begin(State.living) }

    /// Begins a pause between lives that ``stop()``, ``restart()`` and ``wake()`` end; nil once the Thing is to stop.
    func beginPause() -> OneShot<Interruption>? { begin(State.pausing) }

    private func begin(_ next: (OneShot<Interruption>) -> State) -> OneShot<Interruption>? {
        state.withLock { state in
            switch state {
            case .stopped:
                return nil
            case .idle, .living, .pausing:
                let interruption = OneShot<Interruption>()
                state = next(interruption)
                return interruption
            }
        }
    }

    /// Ends the present life, and every later one before it begins.
    func stop() {
        let present = state.withLock { state in
            defer { state = .stopped }
            return state.present
        }
        present?.set(.stop)
    }

    /// Ends the present life; the next one begins at once.
    func restart() {
        state.withLock(\.present)?.set(.restart)
    }

    /// Ends a pause, and leaves a life alone.
    func wake() {
        let pause: OneShot<Interruption>? = state.withLock { state in
            if case .pausing(let pause) = state { pause } else { nil }
        }
        pause?.set(.restart)
    }
}
