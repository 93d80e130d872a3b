/// Whom a handle tells; each is called on any thread, and must only hand the word on.
struct HandleHooks: Sendable {
    /// The session changed.
    var onEvent: @Sendable (HandleEvent) -> Void
    /// Nobody needs the watch of a place any more: to be answered with ``Handle/removeWatch(at:)``.
    var onUnneeded: @Sendable (WatchPlace) -> Void = { _ in }
}

/// How much one handle may keep.
struct HandleLimits: Sendable {
    /// Requests in flight.
    var inFlight = 512
    /// Bytes of watched paths.
    var watchBytes = 262_144
}
