internal import Foundation

/// A run of the suite from its settings to its report: what the program `chaos` does.
package struct ChaosRun: Sendable {
    /// Which episodes are played.
    package enum Episodes: Sendable {
        case count(Int)
        case during(Duration)
        /// Each of these faults alone; `all` names every one.
        case faults([String])
    }

    /// Why it cannot begin.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    package var episodes = Episodes.count(10)
    private let seed: UInt64
    private let worker: String?
    let out: String
    private let lanes: Int
    private let isDeclared: Bool

    /// - Parameters:
    ///   - worker: a command that speaks the event lines; nil means the example worker.
    ///   - out: the folder for the report and what is kept of episodes that failed.
    package init(seed: UInt64, worker: String?, out: String, lanes: Int, isDeclared: Bool) {
        self.seed = seed
        self.worker = worker
        self.out = out
        self.lanes = lanes
        self.isDeclared = isDeclared
    }

    /// The catalogue of faults, as `docs/chaos.md` carries it.
    package static var catalogue: String { CatalogueDocument.text }

    /// Plays the episodes, tells of each on standard output, and writes the report.
    ///
    /// - Returns: whether every invariant held.
    /// - Throws: ``Fault``, `CancellationError`, or why no ensemble could be started.
    package func run() async throws -> Bool {
        let settings = SuiteSettings()
        let source = try source(settings)
        let evidence = try EvidenceFolder(out)
        let command = try worker.map(WorkerCommand.foreign) ?? WorkerCommand.built()
        var runner = SuiteRunner(command: command, settings: settings, lanes: lanes, evidence: evidence)
        runner.tell = { record in Self.tell(Progress(record: record).text) }
        Self.tell("driving \(command.name), seed \(seed)")
        let run = try await runner.run(source, seed: seed)
        try write(run, to: evidence)
        Self.tell(Summary(run: run).text)
        Self.tell("the report: \(evidence.url.path)/report.html, and report.json for programs")
        return run.held
    }

    private func source(_ settings: SuiteSettings) throws -> EpisodeSource {
        switch episodes {
        case .count(let count): return .drawn(count, from: seed, settings: settings)
        case .during(let time): return .drawn(for: time, from: seed, settings: settings)
        case .faults(let names):
            let faults = try names.flatMap { name in
                if name == "all" { return Catalogue.all }
                guard let fault = Catalogue.fault(named: name) else {
                    let all = Catalogue.all.map(\.name).joined(separator: ", ")
                    throw Fault(description: "there is no fault '\(name)'; right are all, \(all)")
                }
                return [fault]
            }
            return .chosen(
                faults.map { fault in
                    .single(
                        fault, isDeclared: isDeclared && fault.befalls(isDeclared: true) ? true : nil,
                        settings: settings)
                })
        }
    }

    func write(_ run: RunRecord, to evidence: EvidenceFolder) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(run).write(to: evidence.url.appendingPathComponent("report.json"))
        try Data(Report(run).page.utf8).write(to: evidence.url.appendingPathComponent("report.html"))
    }

    /// Prints a line at once, also where the output is no terminal: the next one takes a while.
    static func tell(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
