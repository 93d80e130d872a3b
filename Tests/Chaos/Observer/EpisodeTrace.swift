/// What an observer judges by: the worker's lines, and the operator's own record of what was done.
struct EpisodeTrace: Codable, Hashable, Sendable {
    /// Something that came from the worker's process, when it came.
    struct Entry: Codable, Hashable, Sendable {
        enum What: Codable, Hashable, Sendable {
            case line(String)
            case processStarted
            case processEnded(String, isWanted: Bool)
        }

        var at: Double
        var what: What
    }

    /// A fault that befell it, and what was expected of the worker.
    struct Fault: Codable, Hashable, Sendable {
        var record: FaultRecord
        var expects: Expectations
    }

    /// The earliest time at which a Thing may rightly be stopped.
    struct Permit: Codable, Hashable, Sendable {
        var at: Double
        var thing: String
    }

    var settings: SuiteSettings
    var isDeclared: Bool
    /// On the list when the worker is started.
    var things: [String]
    var entries: [Entry] = []
    var faults: [Fault] = []
    var changes: [TrueChange] = []
    var permits: [Permit] = []
    var counts: [ServerCountRecord] = []
    /// When the worker was told to end for good.
    var end = 0.0
}

/// What the operator truly wanted, and when it stood on the servers.
struct TrueChange: Codable, Hashable, Sendable {
    var kind: ChangeRecord.Kind
    var thing: String
    /// When the write was begun; it may take effect before its answer comes.
    var begun: Double
    var written: Double
}
