import Synchronization

/// One watch: handed to a read that arms it, and awaited until it ends.
///
/// A watch ends once, by the event it was armed for or by the reason why no event can come any more
/// (``Watch/Outcome``). It never sees the events of the session. A watch that its read did not arm, since the read
/// failed, never ends: drop it.
public final class Watch: Sendable {
    /// How a watch ended.
    public enum Outcome: Hashable, Sendable {
        /// What it was armed for happened.
        case event(NodeEvent)
        /// The connection was lost and another took its place: changes may have been missed. Read again.
        case disconnected
        /// The session ended. Read again in the new one.
        case sessionLost
        /// The client was closed.
        case closed
    }

    private enum State {
        case armed(waiters: [Int: CheckedContinuation<Outcome?, Never>])
        case ended(Outcome)
    }

    private let state = Mutex((state: State.armed(waiters: [:]), nextWaiter: 0))
    private let onEnd: (@Sendable (Outcome) -> Void)?

    /// A watch to hand to a read.
    public init() {
        onEnd = nil
    }

    /// A watch that calls a function when it ends, on the thread that ends it: the function must only hand the word on.
    package init(onEnd: @escaping @Sendable (Outcome) -> Void) {
        self.onEnd = onEnd
    }

    /// Whether a function waits for the end, so that the watch must live on also when nobody holds it.
    var handsOnItsEnd: Bool { onEnd != nil }

    /// Waits until the watch has ended, and says how. Later calls give the same answer.
    ///
    /// - Throws: ``ZooKeeperError/Code/cancelled`` when the waiting task is cancelled; the watch stays armed.
    public func outcome() async throws(ZooKeeperError) -> Outcome {
        let id = state.withLock { state in
            defer { state.nextWaiter += 1 }
            return state.nextWaiter
        }
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known: Outcome?? = state.withLock { state in
                    switch state.state {
                    case .ended(let outcome): return .some(outcome)
                    case .armed(var waiters):
                        if Task.isCancelled { return .some(nil) }
                        waiters[id] = continuation
                        state.state = .armed(waiters: waiters)
                        return nil
                    }
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> CheckedContinuation<Outcome?, Never>? in
                guard case .armed(var waiters) = state.state else { return nil }
                defer { state.state = .armed(waiters: waiters) }
                return waiters.removeValue(forKey: id)
            }
            waiter?.resume(returning: nil)
        }
        guard let outcome else { throw ZooKeeperError(.cancelled, "the task that awaited a watch was cancelled") }
        return outcome
    }

    /// Ends the watch, for who serves ``ZooKeeper``: a second end is ignored.
    package func end(_ outcome: Outcome) {
        let waiters: [CheckedContinuation<Outcome?, Never>]? = state.withLock { state in
            guard case .armed(let waiters) = state.state else { return nil }
            state.state = .ended(outcome)
            return Array(waiters.values)
        }
        guard let waiters else { return }
        for waiter in waiters { waiter.resume(returning: outcome) }
        onEnd?(outcome)
    }
}

/// What happened to a watched node.
public enum NodeEvent: Hashable, Sendable {
    case created
    case deleted
    case dataChanged
    case childrenChanged
}
