import Foundation

/// What an observer has learned of a worker from its event lines alone.
struct WorkerRecord: Sendable {
    struct Line: Decodable, Sendable {
        var event: String
        var thing: String?
        var proof: String?
        var state: String?
        var reasons: [String]?
        var error: String?
    }

    private(set) var isReady = false
    private(set) var isExiting = false
    private(set) var hasEnded = false
    private(set) var running: Set<String> = []
    private(set) var startedAt: [String: ContinuousClock.Instant] = [:]
    private(set) var stoppedAt: [String: ContinuousClock.Instant] = [:]
    private(set) var failed: [String: String] = [:]
    private(set) var state = ""
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
        guard let line = try? JSONDecoder().decode(Line.self, from: Data(text.utf8)) else {
            offences.append("not an event line: \(text)")
            return
        }
        let thing = line.thing ?? ""
        switch line.event {
        case "ready": isReady = true
        case "exiting": isExiting = true
        case "started":
            if !running.insert(thing).inserted { offences.append("\(thing) was started twice") }
            startedAt[thing] = .now
            stoppedAt[thing] = nil
        case "stopped":
            if running.remove(thing) == nil { offences.append("\(thing) was stopped and did not run") }
            if line.proof?.hasPrefix("absent at revision ") != true {
                offences.append("\(thing) was stopped without proof")
            }
            stoppedAt[thing] = .now
        case "failed":
            running.remove(thing)
            failed[thing] = line.error ?? ""
        case "updated": break
        case "posture":
            state = line.state ?? ""
            reasons = line.reasons ?? []
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
