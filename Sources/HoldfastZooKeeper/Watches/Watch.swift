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

    private let ending = OneShot<Outcome>()
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
    package var handsOnItsEnd: Bool { onEnd != nil }

    /// Waits until the watch has ended, and says how. Later calls give the same answer.
    ///
    /// - Throws: ``ZooKeeperError/Code/cancelled`` when the waiting task is cancelled; the watch stays armed.
    public func outcome() async throws(ZooKeeperError) -> Outcome {
        if let outcome = await ending.value() { return outcome }
        throw ZooKeeperError(.cancelled, "the task that awaited a watch was cancelled")
    }

    /// Ends the watch, for who serves ``ZooKeeper``: a second end is ignored.
    package func end(_ outcome: Outcome) {
        if ending.set(outcome) { onEnd?(outcome) }
    }
}

/// What happened to a watched node.
public enum NodeEvent: Hashable, Sendable {
    case created
    case deleted
    case dataChanged
    case childrenChanged
}
