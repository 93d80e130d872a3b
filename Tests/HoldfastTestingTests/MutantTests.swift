import Foundation
import Histories
import TestSupport
import Testing

@Suite struct MutantTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("each mutant changes one place, and none stands in the way of another")
    func mutantsApply() throws {
        var sources: [String: String] = [:]
        for (index, mutant) in Mutant.all.enumerated() {
            let source =
                try sources[mutant.file]
                ?? String(contentsOf: Self.root.appending(path: mutant.file), encoding: .utf8)
            let mutated = try #require(
                mutant.applied(to: source, as: index + 1), "'\(mutant.original)' must stand in \(mutant.file) once")
            #expect(mutated != source)
            sources[mutant.file] = mutated
        }
        #expect(Set(Mutant.all.map(\.name)).count == Mutant.all.count)
    }

    @Test("at least 12 of the mutants are of the core, and at least 6 of the shell")
    func mutantsAreOfBoth() {
        let core = Mutant.all.count { $0.file.hasPrefix("Sources/HoldfastCore/") }
        #expect(core >= 12)
        #expect(Mutant.all.count - core >= 6)
    }
}
