internal import TestSupport

/// What the lines of a worker say, taken one after the other.
struct WorkerView: Sendable {
    private(set) var running: Set<String> = []
    private(set) var state = ""
    private(set) var reasons: [String] = []
    /// What an operator may repeat to approve the newest reading.
    private(set) var approval: String?
    private(set) var isReady = false
    private(set) var isExiting = false
    private(set) var isAlive = false

    var isFollowing: Bool { state == "following" }

    /// Takes a line in.
    ///
    /// - Returns: what a worker must never say.
    mutating func read(_ line: EventLine) -> Violation.Kind? {
        let thing = line.thing ?? ""
        switch line.event {
        case "ready": isReady = true
        case "exiting": isExiting = true
        case "started": return running.insert(thing).inserted ? nil : .twice
        case "stopped": running.remove(thing)
        case "suspended", "failed": running.remove(thing)
        case "posture":
            state = line.state ?? ""
            reasons = line.reasons ?? []
            approval = line.approval
            if state == "holding" && reasons.isEmpty || state != "holding" && state != "following" { return .posture }
        default: break
        }
        return nil
    }

    mutating func processStarted() {
        self = WorkerView()
        isAlive = true
    }

    mutating func processEnded() {
        self = WorkerView()
    }
}
