import Foundation

/// Under which conditions a run was made: a figure of a busy machine is worth little, and the report says so itself.
struct Conditions: Encodable, Sendable {
    let things: Int
    let additions: Int
    let started = Date()
    let processors = ProcessInfo.processInfo.activeProcessorCount
    let loadBefore = Self.load()
    private(set) var loadAfter = ""

    init(things: Int, additions: Int) {
        self.things = things
        self.additions = additions
    }

    /// The same, with what holds at the end of the run.
    func ended() -> Conditions {
        var conditions = self
        conditions.loadAfter = Self.load()
        return conditions
    }

    /// The load averages of the last 1, 5 and 15 minutes, where the system tells.
    private static func load() -> String {
        var averages = [0.0, 0.0, 0.0]
        guard getloadavg(&averages, 3) == 3 else { return "unknown" }
        return averages.map { String(format: "%.2f", $0) }.joined(separator: " ")
    }
}
