import TestSupport

/// What an observer has learned of a worker from its event lines alone.
struct WorkerRecord: Sendable {
    private(set) var readyAt: ContinuousClock.Instant?
    private(set) var isExiting = false
    private(set) var hasEnded = false
    private(set) var running: Set<String> = []
    /// How often each was told to have started.
    private(set) var starts: [String: Int] = [:]
    private(set) var startedAt: [String: ContinuousClock.Instant] = [:]
    private(set) var stoppedAt: [String: ContinuousClock.Instant] = [:]
    private(set) var updated: Set<String> = []
    private(set) var failed: [String: String] = [:]
    private(set) var failures: [String: Int] = [:]
    /// What could not be read, and why.
    private(set) var unreadable: [String: String] = [:]
    /// Things that ended and stay assigned, and why.
    private(set) var suspended: [String: String] = [:]
    /// On what proof each stopped.
    private(set) var proofs: [String: String] = [:]
    /// What an operator may repeat to approve the newest reading.
    private(set) var approval: String?
    private(set) var state = ""
    /// When the posture was last told.
    private(set) var postureAt = ContinuousClock.now
    private(set) var reasons: [String] = []
    /// Every reason for a hold that was shown so far.
    private(set) var reasonsShown: Set<String> = []
    /// What a worker must never do, in words.
    private(set) var offences: [String] = []
    private(set) var lines: [String] = []

    var isFollowing: Bool { state == "following" }

    /// Things that were told to have stopped.
    var stopped: Set<String> { Set(stoppedAt.keys) }

    mutating func read(_ text: String) {
        lines.append(text)
        guard let line = EventLine(text: text) else {
            offences.append("not an event line: \(text)")
            return
        }
        let thing = line.thing ?? ""
        switch line.event {
        case "ready": readyAt = .now
        case "exiting": isExiting = true
        case "started":
            if !running.insert(thing).inserted { offences.append("\(thing) was started twice") }
            suspended[thing] = nil
            starts[thing, default: 0] += 1
            startedAt[thing] = .now
            stoppedAt[thing] = nil
        case "stopped":
            if running.remove(thing) == nil, suspended.removeValue(forKey: thing) == nil {
                offences.append("\(thing) was stopped and did not run")
            }
            if line.proof?.hasPrefix("absent at revision ") != true {
                offences.append("\(thing) was stopped without proof")
            }
            proofs[thing] = line.proof
            stoppedAt[thing] = .now
        case "suspended":
            if running.remove(thing) == nil { offences.append("\(thing) was suspended and did not run") }
            suspended[thing] = line.reason ?? ""
        case "unreadable":
            unreadable[thing] = line.error ?? ""
        case "failed":
            running.remove(thing)
            failed[thing] = line.error ?? ""
            failures[thing, default: 0] += 1
        case "updated": updated.insert(thing)
        case "posture":
            postureAt = .now
            state = line.state ?? ""
            reasons = line.reasons ?? []
            approval = line.approval
            reasonsShown.formUnion(reasons)
            if state == "holding", reasons.isEmpty { offences.append("holding for no reason") }
        default: offences.append("an unknown event: \(text)")
        }
    }

    mutating func end() {
        hasEnded = true
    }

    /// Forgets which reasons were shown, so that the next fault is seen by itself.
    mutating func forgetReasons() {
        reasonsShown = []
    }
}
