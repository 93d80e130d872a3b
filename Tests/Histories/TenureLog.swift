internal import HoldfastCore

/// Until when each Thing can have been proved to be assigned: what must not run for longer without proof is held against it.
///
/// It errs on the side of the worker: whatever was listed while the worker was connected may have been proved then.
struct TenureLog {
    /// What can be proved at present.
    enum Provable {
        case these(Set<ThingID>)
        /// A server that lags may show anything that was once listed.
        case anything
    }

    private var provable = Provable.these([])
    private var provedAt: [ThingID: Duration] = [:]
    /// Until when anything can have been proved.
    private var allProvedAt = Duration.zero
    private var lookedAt = Duration.zero
    /// Since when the worker has said without a break that it follows the list.
    private var followingSince: Duration?
    /// When each Thing was last started on a reading that lists it.
    private var startedAt: [ThingID: Duration] = [:]

    /// Time has passed, in which nothing happened.
    mutating func passed(until now: Duration) {
        guard now != lookedAt else { return }
        lookedAt = now
        prove(at: now)
    }

    /// What can be proved from now on.
    mutating func canProve(_ provable: Provable) {
        self.provable = provable
        prove(at: lookedAt)
    }

    private mutating func prove(at now: Duration) {
        switch provable {
        case .these(let ids): for id in ids { provedAt[id] = now }
        case .anything: allProvedAt = now
        }
    }

    /// An operator vouched for what was read last.
    mutating func approved(at now: Duration) {
        allProvedAt = now
    }

    mutating func started(_ id: ThingID, at now: Duration) {
        startedAt[id] = now
    }

    mutating func saw(_ posture: Posture, at now: Duration) {
        followingSince = posture.isHolding ? nil : followingSince ?? now
    }

    /// Another worker has followed nothing yet.
    mutating func beginAnew() {
        followingSince = nil
        startedAt = [:]
    }

    /// The Thing that has run for longer than it may.
    func overdue(_ running: some Sequence<ThingID>, after tenure: Duration) -> ThingID? {
        running.filter { lookedAt - max(provedAt[$0] ?? .zero, allProvedAt) > tenure }.min()
    }

    /// Since when the worker has followed the list.
    var following: Duration? { followingSince }

    func started(_ id: ThingID) -> Duration? { startedAt[id] }
}
