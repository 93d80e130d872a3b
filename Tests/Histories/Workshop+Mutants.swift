internal import Foundation
package import TestSupport

extension Workshop {
    /// Puts all mutants into the copy.
    ///
    /// - Returns: the name of one whose place is gone, or is changed by another.
    package func mutate(with mutants: [Mutant]) throws -> String? {
        var sources: [String: String] = [Mutant.question.file: Mutant.question.source]
        for (index, mutant) in mutants.enumerated() {
            for change in mutant.changes {
                let source =
                    try sources[change.file]
                    ?? String(contentsOf: folder.appending(path: change.file), encoding: .utf8)
                guard let mutated = change.applied(to: source, as: index + 1) else { return mutant.name }
                sources[change.file] = mutated
            }
        }
        for (file, source) in sources {
            try source.write(to: folder.appending(path: file), atomically: true, encoding: .utf8)
        }
        return nil
    }
}
