internal import Foundation
internal import Histories
internal import TestSupport

extension ChaosRun {
    /// Builds the worker without each of its protections in turn, and drives it through the faults that must find it out.
    ///
    /// - Parameters:
    ///   - package: the root of this package.
    ///   - workshop: where the copy is kept that is changed and built.
    ///   - only: those whose name contains this.
    /// - Returns: whether every one of them was found out.
    package func findBroken(package: String, workshop: String, only: String?) async throws -> Bool {
        let workshop = try Workshop(
            package: URL(fileURLWithPath: package), folder: URL(fileURLWithPath: workshop), configuration: "debug")
        let settings = SuiteSettings()
        Self.tell("building the broken workers, as one program, in \(workshop.folder.path)")
        if let name = try workshop.mutate(with: Mutant.all) {
            throw Fault(description: "the place of the mutant '\(name)' is gone, or another one changes it")
        }
        guard try await workshop.build("collector-worker") else {
            throw Fault(description: "the broken workers cannot be built")
        }
        let program = workshop.program("collector-worker")
        var missed: [String] = []
        for broken in BrokenWorker.all where only.map(broken.name.contains) ?? true {
            Self.tell("--- \(broken.name)")
            let evidence = try EvidenceFolder("\(out)/\(broken.name.replacing(" ", with: "-"))")
            var runner = SuiteRunner(command: .broken(broken, of: program), settings: settings, evidence: evidence)
            runner.tell = { record in Self.tell(Progress(record: record).text) }
            let run = try await runner.run(.chosen(broken.plans(settings)), seed: 0)
            try write(run, to: evidence)
            if run.held { missed.append(broken.name) }
        }
        Self.tell(
            missed.isEmpty ? "every broken worker was found out" : "NOT found out: \(missed.joined(separator: ", "))")
        return missed.isEmpty
    }
}
