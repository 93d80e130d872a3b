import Synchronization

/// One watch: handed to a read that arms it, and awaited until it ends.
///
/// A watch ends once, by the event it was armed for or by the reason why no event can come any more
/// (``Watch/Outcome``). It never sees the events of the session. A watch that its read did not arm, since the read
/// failed, never ends: drop it.
///
/// Dropping a watch is enough to be rid of it: it is taken from the server too when nobody else needs it there.
public final class Watch: Sendable {
    /// How a watch ended.
    public enum Outcome: Hashable, Sendable {
        /// What it was armed for happened.
        case event(NodeEvent)
        /// The connection was lost and another took its place: changes may have been missed. Read again.
        case disconnected
        /// The session ended. Read again in the new one.
        case sessionLost
        /// ``Watch/remove()`` was called.
        case removed
        /// The client was closed.
        case closed
    }

    /// Where a handle has the watch armed.
    package struct Place: Hashable, Sendable {
        package var handle: UInt64
        package var place: WatchPlace

        package init(handle: UInt64, place: WatchPlace) {
            self.handle = handle
            self.place = place
        }
    }

    private let ending = OneShot<Outcome>()
    private let onEnd: (@Sendable (Outcome) -> Void)?
    /// What to call for each place where it was armed when it is not needed there any more.
    ///
    /// Mostly there is one, and there are as many watches as Things: a dictionary of one is four times as long.
    private let leavings = Mutex<[(place: Place, leave: @Sendable () -> Void)]>([])

    /// A watch to hand to a read.
    public init() {
        onEnd = nil
    }

    /// A watch that calls a function when it ends, on the thread that ends it: the function must only hand the word on.
    package init(onEnd: @escaping @Sendable (Outcome) -> Void) {
        self.onEnd = onEnd
    }

    deinit {
        for (_, leave) in leavings.withLock({ $0 }) { leave() }
    }

    /// Ends the watch as ``Outcome/removed``, and takes it from the server when nobody else needs it there.
    ///
    /// To be called where the watch is still held by others who wait for it; else dropping it does the same.
    public func remove() {
        guard ending.set(.removed) else { return }
        let leavings = leavings.withLock { leavings in
            defer { leavings = [] }
            return leavings
        }
        onEnd?(.removed)
        for (_, leave) in leavings { leave() }
    }

    /// The watch is about to be armed there.
    ///
    /// - Parameter leave: called once when it is removed or dropped, on any thread; it must only hand the word on.
    package func willBeArmed(at place: Place, _ leave: @escaping @Sendable () -> Void) {
        leavings.withLock { leavings in
            leavings.removeAll { $0.place == place }
            leavings.append((place, leave))
        }
    }

    /// Whether there is nothing to wait for any more.
    var hasEnded: Bool { ending.isSet }

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
        guard ending.set(outcome) else { return }
        leavings.withLock { $0 = [] }
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
