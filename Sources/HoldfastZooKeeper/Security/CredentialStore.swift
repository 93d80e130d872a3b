import Synchronization

/// The credentials that one handle has been given. The library keeps them, and shows them again by itself wherever it
/// connects anew, before anything else.
final class CredentialStore: Sendable {
    private let given = Mutex<[Credentials: OneShot<Void>]>([:])

    /// Whether an answer is awaited: then no transaction may be submitted, see ``MultiGate``.
    var isWaiting: Bool { given.withLock { $0.values.contains { !$0.isSet } } }

    /// What to do about credentials.
    enum Step {
        /// They are to be handed to the library, and their answer to be set.
        case give(OneShot<Void>)
        /// Another is about to hand them over, or awaits their answer: that is to be awaited.
        case wait(OneShot<Void>)
        /// They were handed over before, and answered.
        case given
    }

    func step(for credentials: Credentials) -> Step {
        given.withLock { given in
            if let answer = given[credentials] { return answer.isSet ? .given : .wait(answer) }
            let answer = OneShot<Void>()
            given[credentials] = answer
            return .give(answer)
        }
    }

    /// The library did not take them: they are to be handed over again.
    func notTaken(_ credentials: Credentials) {
        given.withLock { $0.removeValue(forKey: credentials) }?.set(())
    }

    /// Waits until no answer is awaited.
    func answered() async {
        while let answer = given.withLock({ $0.values.first { !$0.isSet } }) {
            guard await answer.value() != nil else { return }
        }
    }
}
