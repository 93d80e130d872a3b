/// Decides how a client keeps one session with an ensemble: which address to try, when to give a handle up, when a
/// connection counts, when the session is lost.
///
/// A pure value: it is told what happened and when, returns what to do, and names the instant at which it wants to be
/// told that time has passed (``nextDeadline``). A handle is one attempt at one address, and at most one is alive at a
/// time.
///
/// ```
/// idle -> resolving -> attempting -> syncing -> connected -> regaining -> retiring -> resolving ...
///            ^  ^          |            |           |            |  \-> syncing
///            |  \-- waiting <-- retiring/closing <--+------------+ (expired: closing -> attempting the same server)
/// any -> failed
/// ```
package struct SessionMachine {
    package enum Action: Equatable {
        /// Look the servers up; answer with ``resolved(_:at:)`` or ``resolutionFailed(at:)``.
        case resolve
        /// Open a handle; answer with ``opened(_:at:)`` or ``openingFailed(_:at:)``.
        case open(handle: Int, address: ServerAddress, resuming: SessionCredentials?)
        /// Look how far the handle is; answer with ``probed(_:_:at:)``.
        case probe(handle: Int)
        /// Close the handle unless it is connected; answer with ``retired(_:at:)`` or ``spared(_:at:)``.
        case retire(handle: Int)
        /// Close the handle whatever it is; answer with ``closed(_:at:)``.
        case close(handle: Int)
        /// Leave the handle, though it is connected: close it as soon as it is not. Closing it before would end the session.
        case abandon(handle: Int)
        /// Close the handle in the moment in which its connection is lost, should that be soon; answer with ``retired(_:at:)``
        /// or ``lossNotSeen(_:at:)``.
        case closeAtLoss(handle: Int)
        /// Show the credentials, then let the server catch up; answer with ``synced(_:at:)`` or ``syncFailed(_:at:)``.
        case sync(handle: Int, number: Int)
        /// Operations may use that connection of the handle.
        case admit(handle: Int, connection: Int)
        /// Operations are refused.
        case dismiss
        case publish(SessionState)
    }

    package struct Settings: Equatable {
        /// The timeout that is asked for.
        package var sessionTimeout: Duration = .seconds(10)
        /// How long the library may try to regain the same server.
        var regainAllowance: Duration = .milliseconds(300)
        /// How long a network connection may take.
        var connectLimit: Duration = .seconds(1)
        /// The wait after the first round of addresses; it doubles with each round.
        var firstBackoff: Duration = .milliseconds(100)
        /// The longest wait, unless the addresses are so many that it must be longer.
        var longestBackoff: Duration = .seconds(2)
        /// The wait that each address of a round adds to the least wait of a long outage: two knocks a second.
        var waitPerKnock: Duration = .milliseconds(500)
        package var probeInterval: Duration = .milliseconds(10)
        var syncRetry: Duration = .milliseconds(100)
        /// How long a connection must have lived to be of use, should no operation have been answered on it.
        var usefulLife: Duration = .seconds(1)
        /// How many connections in a row may be lost before they were of use, until each further one is waited for.
        var uselessConnections = 5
        /// How long a look-up may take before the addresses of the last one are tried.
        var lookUpAllowance: Duration = .milliseconds(100)

        package init() {}
    }

    let settings: Settings
    var phase: Phase = .idle
    /// The session that a server granted, until it ended or was given up.
    var session: Session?
    var round = Round()
    /// The connections in a row that were lost before they were of use.
    var useless = 0
    var published: SessionState = .connecting
    /// Whether a look-up is under way: a slow one is not joined by others.
    var isResolving = false
    var allowed = AllowedAddresses()
    var ordinal = 0
    private var lastHandle = 0
    private var lastSync = 0
    private var generator: SplitMix64

    /// - Parameter seed: of the jitter of the waits.
    package init(settings: Settings, seed: UInt64) {
        self.settings = settings
        generator = SplitMix64(seed: seed)
    }

    // MARK: Rounds of addresses

    package mutating func started(at now: Duration) -> [Action] {
        guard case .idle = phase else { return [] }
        var actions: [Action] = []
        beginRound(at: now, &actions)
        return actions
    }

    /// The servers were looked up: the addresses, in the order in which to try them.
    package mutating func resolved(_ addresses: [ServerAddress], at now: Duration) -> [Action] {
        guard !addresses.isEmpty else { return resolutionFailed(at: now) }
        isResolving = false
        round.known = addresses
        allowed.resolved(addresses)
        var actions: [Action] = []
        switch phase {
        case .resolving: tryKnownAddresses(at: now, &actions)
        case .connected(let link) where !allowed.contains(link.address): leave(link, at: now, &actions)
        case .idle, .waiting, .attempting, .syncing, .connected, .regaining, .retiring, .closing, .failed: break
        }
        return actions
    }

    /// No address was found: those of the last look-up are tried again.
    mutating func resolutionFailed(at now: Duration) -> [Action] {
        isResolving = false
        allowed.resolutionFailed(retryAt: now + settings.longestBackoff)
        var actions: [Action] = []
        if case .resolving = phase { tryKnownAddresses(at: now, &actions) }
        return actions
    }

    mutating func beginRound(at now: Duration, _ actions: inout [Action]) {
        let fallback = round.known.isEmpty ? nil : now + settings.lookUpAllowance
        phase = .resolving(Resolving(fallbackAt: fallback))
        guard !isResolving else { return }
        isResolving = true
        actions.append(.resolve)
    }

    mutating func tryKnownAddresses(at now: Duration, _ actions: inout [Action]) {
        round.begin()
        tryNextAddress(at: now, &actions)
    }

    mutating func tryNextAddress(at now: Duration, _ actions: inout [Action]) {
        guard let address = round.next() else {
            phase = .waiting(Waiting(until: now + backoff()))
            return
        }
        lastHandle += 1
        phase = .attempting(Attempt(handle: lastHandle, address: address))
        actions.append(.open(handle: lastHandle, address: address, resuming: session?.grant.credentials))
    }

    /// 100, 200, 400, 800, 1,600 ms, then the longest wait; each times 0.75 to 1.25.
    private mutating func backoff() -> Duration {
        let longest = max(settings.longestBackoff, settings.waitPerKnock * round.known.count)
        var wait = settings.firstBackoff
        // An outage of days has a hundred thousand rounds, and after some twenty the wait is the longest.
        for _ in 0..<min(round.failed, 20) where wait < longest { wait = wait * 2 }
        round.failed += 1
        return scattered(min(wait, longest))
    }

    mutating func scattered(_ wait: Duration) -> Duration { wait * (0.75 + 0.5 * generator.fraction()) }

    // MARK: What the parts share

    mutating func sync(_ link: Link, _ actions: inout [Action]) {
        lastSync += 1
        var link = link
        link.syncNumber = lastSync
        link.retryAt = nil
        if isBraked, !link.closesAtLoss {
            link.closesAtLoss = true
            actions.append(.closeAtLoss(handle: link.handle))
        }
        phase = .syncing(link)
        actions.append(.sync(handle: link.handle, number: lastSync))
    }

    mutating func publish(_ state: SessionState, _ actions: inout [Action]) {
        guard state != published else { return }
        if case .connected = published { actions.append(.dismiss) }
        published = state
        actions.append(.publish(state))
    }
}
