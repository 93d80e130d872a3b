internal import HoldfastCore

/// Says when the list is to be read: a value that is told what happened and asked what to begin.
///
/// One attempt at a time. A reading that was asked for is made; one that failed is made again, with growing delays, until it
/// succeeds or the connection is gone: no fired watch tells us twice.
struct ReadSchedule: Sendable {
    /// What to begin.
    enum Work: Hashable, Sendable {
        case read(afterSync: Bool, refreshing: Bool)
        case audit
    }

    static let firstRetry = Duration.milliseconds(100)
    static let longestRetry = Duration.seconds(2)

    let auditInterval: Duration
    let payloadRefresh: Duration

    private var isConnected = false
    private var isBusy = false
    private var wanted: (afterSync: Bool, notBefore: Moment)?
    private var failures = 0
    private var auditAt: Moment?
    private var refreshAt: Moment?

    init(auditInterval: Duration, payloadRefresh: Duration) {
        self.auditInterval = auditInterval
        self.payloadRefresh = payloadRefresh
    }

    mutating func connected() {
        isConnected = true
        failures = 0
    }

    mutating func disconnected() {
        isConnected = false
        wanted = nil
        auditAt = nil
        refreshAt = nil
    }

    /// The list is to be read: the core asks, or a watch ended.
    mutating func want(afterSync: Bool, at now: Moment) {
        let afterSync = afterSync || (wanted?.afterSync ?? false)
        let due = failures == 0 ? now : now + retryDelay
        wanted = (afterSync, min(wanted?.notBefore ?? due, due))
    }

    var isReadWanted: Bool { wanted != nil }

    /// An audit ended well. It read no payload, so what waits for its refresh goes on waiting.
    mutating func audited(at now: Moment, auditJitter: Duration) {
        isBusy = false
        failures = 0
        auditAt = now + auditInterval + auditJitter
    }

    /// A reading ended well, which is an audit too; `unwatched` when some payloads carry no watch, or could not be read.
    mutating func succeeded(at now: Moment, auditJitter: Duration, unwatched: Bool) {
        audited(at: now, auditJitter: auditJitter)
        refreshAt = unwatched ? min(refreshAt ?? now + payloadRefresh, now + payloadRefresh) : nil
    }

    /// An attempt failed.
    mutating func failed(afterSync: Bool, at now: Moment) {
        isBusy = false
        failures = min(failures + 1, 16)
        if isConnected { want(afterSync: afterSync, at: now) }
    }

    private var retryDelay: Duration {
        min(Self.firstRetry * (1 << max(0, failures - 1)), Self.longestRetry)
    }

    /// What to begin now; nil while an attempt is under way or nothing is due.
    mutating func begin(at now: Moment) -> Work? {
        guard isConnected, !isBusy else { return nil }
        if let wanted, wanted.notBefore <= now {
            return begin(.read(afterSync: wanted.afterSync, refreshing: false))
        }
        if let refreshAt, refreshAt <= now { return begin(.read(afterSync: false, refreshing: true)) }
        if let auditAt, auditAt <= now { return begin(.audit) }
        return nil
    }

    private mutating func begin(_ work: Work) -> Work {
        isBusy = true
        switch work {
        case .read(_, let refreshing):
            wanted = nil
            if refreshing { refreshAt = nil }
        case .audit:
            auditAt = nil
        }
        return work
    }

    /// When ``begin(at:)`` is to be asked again, if nothing happens before.
    var nextDeadline: Moment? {
        guard isConnected, !isBusy else { return nil }
        return .earlier(wanted?.notBefore, .earlier(refreshAt, auditAt))
    }
}
