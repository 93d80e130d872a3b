import Foundation

/// All that a run has measured; what the report is made of.
struct Figures: Codable, Sendable {
    var started = Date()
    var processors = ProcessInfo.processInfo.activeProcessorCount
    var loadBefore = Self.load()
    var loadAfter = ""
    var cases: [Case] = []
    var endurance: Endurance?

    /// Lists of one length and payload, one for each program.
    struct Case: Codable, Sendable {
        var things: Int
        var payload: Int
        var programs: [ProgramFigures]

        func figures(of name: EntrantName) -> ProgramFigures? { programs.first { $0.name == name } }
    }

    /// What was measured of one program: times in milliseconds.
    struct ProgramFigures: Codable, Sendable {
        var name: EntrantName
        /// From just before it connects until it has told of all that are listed; one for each round.
        var loads: [Double] = []
        /// The processor time of each load, its start included.
        var loadProcessorTimes: [Double] = []
        /// From just before a transaction is sent until the line is here.
        var additions: [Double] = []
        var removals: [Double] = []
        /// What it said of its posture, round by round and change by change: a change that took long is explained by it.
        var postures: [String]?
        /// For each block of changes, what one change cost.
        var processorTimes: [Double] = []
        var bytes: [Double] = []
        var requests: [Double] = []
        /// What it holds in memory after its last load and after the changes, in KiB.
        var resident = 0
        var residentAfterChanges = 0
        /// How many watches it has at the server.
        var watches = 0
    }

    /// What became of a long list over many reconnects and a lost session.
    struct Endurance: Codable, Sendable {
        var things: Int
        var payload: Int
        var reconnects: Int
        /// How long each took, in milliseconds, until the list was followed again.
        var reconnectTimes: [Double] = []
        /// Lines of Things that came or went meanwhile: none should.
        var strayLines = 0
        var firstLoad = 0.0
        /// From the moment at which the servers could be reached again, the session being lost.
        var resynchronisation: Double?
        var watches = 0
    }

    /// The load averages of the last 1, 5 and 15 minutes, where the system tells.
    static func load() -> String {
        var averages = [0.0, 0.0, 0.0]
        guard getloadavg(&averages, 3) == 3 else { return "unknown" }
        return averages.map { String(format: "%.2f", $0) }.joined(separator: " ")
    }
}
