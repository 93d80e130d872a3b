internal import HoldfastCore

/// Says when the list is to be read: a value that is told what happened and asked what to begin.
///
/// One attempt at a time. A reading that was asked for is made; one that failed is made again, with growing delays, until it
/// succeeds or the connection is gone: no fired watch tells us twice.
struct ReadSchedule: Sendable {
    /// What to begin.
    enum Work: Hashable, Sendable {
        case read(ReadPurpose)
        case audit
    }

    static let firstRetry = Duration.milliseconds(100)
    static let longestRetry = Duration.seconds(2)
    /// How long after names were followed by the declaration's account the first audit comes, where no watch looks after them; each
    /// next one comes twice as long after the one before, up to the ordinary interval.
    static let firstLook = Duration.seconds(1)

    let auditInterval: Duration
    let payloadRefresh: Duration

    private var isConnected = false
    private var isBusy = false
    private var wanted: (purpose: ReadPurpose, notBefore: Moment)?
    private var failures = 0
    private var auditAt: Moment?
    private var refreshAt: Moment?
    /// How long after the last one the next audit comes, before its jitter.
    private var auditDelay: Duration

    init(auditInterval: Duration, payloadRefresh: Duration) {
        self.auditInterval = auditInterval
        self.payloadRefresh = payloadRefresh
        auditDelay = auditInterval
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
    mutating func want(_ purpose: ReadPurpose = .following, at now: Moment) {
        let due = failures == 0 ? now : now + retryDelay
        wanted = (max(purpose, wanted?.purpose ?? purpose), min(wanted?.notBefore ?? due, due))
    }

    var isReadWanted: Bool { wanted != nil }

    /// An audit ended well. It read no payload, so what waits for its refresh goes on waiting.
    ///
    /// - Parameter auditJitter: a part of the audit interval, drawn anew each time.
    mutating func audited(at now: Moment, auditJitter: Double) {
        ended(at: now, nextAuditAfter: auditDelay * 2, auditJitter)
    }

    /// A reading ended well, which is an audit too.
    ///
    /// - Parameters:
    ///   - unwatched: whether some payloads carry no watch, or could not be read.
    ///   - untold: whether the names carry no watch because they are followed by the declaration's account.
    mutating func succeeded(at now: Moment, auditJitter: Double, unwatched: Bool, untold: Bool) {
        ended(at: now, nextAuditAfter: untold ? Self.firstLook : auditInterval, auditJitter)
        refreshAt = unwatched ? min(refreshAt ?? now + payloadRefresh, now + payloadRefresh) : nil
    }

    private mutating func ended(at now: Moment, nextAuditAfter delay: Duration, _ auditJitter: Double) {
        isBusy = false
        failures = 0
        auditDelay = min(delay, auditInterval)
        auditAt = now + auditDelay * (1 + auditJitter)
    }

    /// An attempt failed.
    mutating func failed(_ purpose: ReadPurpose, at now: Moment) {
        isBusy = false
        failures = min(failures + 1, 16)
        if isConnected { want(purpose, at: now) }
    }

    private var retryDelay: Duration {
        min(Self.firstRetry * (1 << max(0, failures - 1)), Self.longestRetry)
    }

    /// What to begin now; nil while an attempt is under way or nothing is due.
    mutating func begin(at now: Moment) -> Work? {
        guard isConnected, !isBusy else { return nil }
        if let wanted, wanted.notBefore <= now {
            return begin(.read(wanted.purpose))
        }
        if let refreshAt, refreshAt <= now { return begin(.read(.refreshing)) }
        if let auditAt, auditAt <= now { return begin(.audit) }
        return nil
    }

    private mutating func begin(_ work: Work) -> Work {
        isBusy = true
        switch work {
        case .read(let purpose):
            wanted = nil
            if purpose == .refreshing { refreshAt = nil }
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
