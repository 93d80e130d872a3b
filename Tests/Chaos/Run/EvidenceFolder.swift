internal import Foundation

/// Where a run leaves its report, and each episode that failed what it takes to look into it.
struct EvidenceFolder: Sendable {
    let url: URL

    /// - Parameter path: is made where it does not stand; what an earlier run left there stays.
    init(_ path: String) throws {
        url = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// Keeps the record, the trace, the worker's lines and log, and what the servers logged meanwhile.
    ///
    /// - Returns: the path of the folder.
    func keep(_ outcome: EpisodeRunner.Outcome, serverLogs: [Data]) throws -> String {
        let folder = url.appendingPathComponent("episode-\(outcome.record.number)")
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func write(_ data: Data, _ name: String) throws {
            try data.write(to: folder.appendingPathComponent(name))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var record = outcome.record
        record.folder = folder.path
        try write(encoder.encode(record), "episode.json")
        try write(encoder.encode(outcome.trace), "trace.json")
        try write(Data(Self.lines(of: outcome.trace).utf8), "worker.lines")
        try write(Data(outcome.workerLog.utf8), "worker.log")
        try write(Data((record.replay + "\n").utf8), "run-again")
        for (index, log) in serverLogs.enumerated() { try write(log, "server-\(index + 1).log") }
        return folder.path
    }

    /// What came from the worker, each with when it came.
    private static func lines(of trace: EpisodeTrace) -> String {
        trace.entries.map { entry in
            let text =
                switch entry.what {
                case .line(let line): line
                case .processStarted: "--- the process was started"
                case .processEnded(let ending, _): "--- the process ended: \(ending)"
                }
            return "\(Observer.text(entry.at))\t\(text)\n"
        }.joined()
    }
}
