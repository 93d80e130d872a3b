import Foundation
import Histories
import TestSupport
import Testing

@Suite struct MutantTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("each mutant changes its places, and none stands in the way of another")
    func mutantsApply() throws {
        var sources: [String: String] = [:]
        for (index, mutant) in Mutant.all.enumerated() {
            for change in mutant.changes {
                let source =
                    try sources[change.file]
                    ?? String(contentsOf: Self.root.appending(path: change.file), encoding: .utf8)
                let mutated = try #require(
                    change.applied(to: source, as: index + 1), "'\(change.original)' must stand in \(change.file) once")
                #expect(mutated != source)
                sources[change.file] = mutated
            }
        }
        #expect(Set(Mutant.all.map(\.name)).count == Mutant.all.count)
    }

    @Test("at least 12 of the mutants are of the core, and at least 6 of the shell")
    func mutantsAreOfBoth() {
        let core = Mutant.all.count { mutant in
            mutant.changes.allSatisfy { $0.file.hasPrefix("Sources/HoldfastCore/") }
        }
        #expect(core >= 12)
        #expect(Mutant.all.count - core >= 6)
    }
}
