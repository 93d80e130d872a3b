internal import ArgumentParser
internal import Foundation
internal import Histories
internal import TestSupport

/// Switches off one protective rule after the other, and has the simulation find it.
@main
struct MutantsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mutants",
        abstract: "Proves that the simulation finds each protective rule missing."
    )

    @Option(help: "How many histories may be needed to find one.")
    var histories = 2000

    @Option(help: "The seed of the first history.")
    var seed: UInt64 = 1

    @Option(help: "The root of the package.")
    var package = FileManager.default.currentDirectoryPath

    @Option(help: "Where the copy is kept that is changed and built; by default .build-mutants in the package.")
    var folder: String?

    @Option(help: "Only the mutants whose name contains this.")
    var only: String?

    func run() async throws {
        let root = URL(filePath: package)
        let workshop = try Workshop(
            package: root, folder: folder.map { URL(filePath: $0) } ?? root.appending(path: ".build-mutants"),
            configuration: "release")
        Self.tell("building in \(workshop.folder.path)")
        if let name = try workshop.mutate(with: Mutant.all) {
            throw ValidationError("the place of the mutant '\(name)' is gone, or another one changes it")
        }
        guard try await workshop.build() else { throw ValidationError("the tree does not build with its mutants") }
        guard case .sound = try await workshop.explore(as: 0, histories: histories, seed: seed) else {
            throw ValidationError("the simulation finds a fault in the tree as it is: see 'make simulate'")
        }
        var survivors: [String] = []
        for (index, mutant) in Mutant.all.enumerated() where only.map(mutant.name.contains) ?? true {
            let finding = try await workshop.explore(as: index + 1, histories: histories, seed: seed)
            if case .found = finding {} else { survivors.append(mutant.name) }
            Self.tell(Self.row(mutant.name, finding))
        }
        guard survivors.isEmpty else {
            print("\(survivors.count) were not found: \(survivors.joined(separator: "; "))")
            throw ExitCode.failure
        }
    }

    /// Prints a line at once, also where the output is no terminal: the next one takes a while.
    private static func tell(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private static func row(_ name: String, _ finding: Finding) -> String {
        let padded = name.padding(toLength: 52, withPad: " ", startingAt: 0)
        switch finding {
        case .found(let seed, let words): return "\(padded)seed \(seed): \(words)"
        case .sound: return padded + "NOT FOUND"
        case .other(let words): return padded + "the simulation ended otherwise: \(words)"
        }
    }
}
