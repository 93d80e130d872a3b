import Foundation
import Histories
import TestSupport
import Testing

@Suite struct MutantTests {
    @Test("each mutant changes one place of the core, and there are at least 12", arguments: Mutant.all.map(\.name))
    func mutantsApply(_ name: String) throws {
        let mutant = try #require(Mutant.all.first { $0.name == name })
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let source = try String(contentsOf: root.appending(path: mutant.patch.file), encoding: .utf8)
        let mutated = try #require(
            mutant.patch.applied(to: source), "'\(mutant.patch.original)' must stand in \(mutant.patch.file) once")
        #expect(mutated != source)
        #expect(Mutant.all.count >= 12)
    }
}
