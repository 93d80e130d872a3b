/// The library with one of its protective rules switched off, as a change of its source: in one place, or in each place that holds
/// the rule by itself.
///
/// All mutants are put into one program, which is told by its environment which of them to be (``variable``): one build, not one each.
package struct Mutant: Sendable {
    /// The environment variable that names the mutant to be, by its number.
    package static let variable = "HOLDFAST_MUTANT"

    /// The rule, as one that is broken.
    package let name: String
    package let changes: [Change]

    /// One place in the source, and what takes its place.
    package struct Change: Sendable {
        /// The file, from the root of the package.
        package let file: String
        /// What stands there, in one place.
        package let original: String
        fileprivate let replacement: Replacement

        fileprivate enum Replacement {
            /// Whole statements take the place of whole statements.
            case statements(String)
            /// An expression takes the place of an expression.
            case expression(String)
            /// A text with a condition of its own, written `MUTATED`.
            case text(String)
        }

        fileprivate init(_ file: String, _ original: String, _ replacement: Replacement) {
            self.file = "Sources/" + file
            self.original = original
            self.replacement = replacement
        }

        /// The source in which the rule is switched off when the program is the mutant of that number; nil where the place is not
        /// found, or found more than once.
        package func applied(to source: String, as number: Int) -> String? {
            let parts = source.split(separator: original, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            let condition = "mutant == \(number)"
            let text =
                switch replacement {
                case .statements(let statements):
                    "if \(condition) {\n\(statements)\n} else {\n\(original)\n}\n"
                case .expression(let expression): "(\(condition) ? (\(expression)) : (\(original)))"
                case .text(let text): text.replacing("MUTATED", with: condition)
                }
            return parts.joined(separator: text)
        }
    }

    init(_ name: String, in file: String, statements original: String, become statements: String) {
        self.init(name: name, changes: [Change(file, original, .statements(statements))])
    }

    init(_ name: String, in file: String, expression original: String, becomes expression: String) {
        self.init(name: name, changes: [Change(file, original, .expression(expression))])
    }

    init(_ name: String, in file: String, text original: String, becomes text: String) {
        self.init(name: name, changes: [Change(file, original, .text(text))])
    }

    private init(name: String, changes: [Change]) {
        self.name = name
        self.changes = changes
    }

    /// The same mutant with another place changed: two guards hold the rule, each by itself.
    func and(in file: String, statements original: String, become statements: String) -> Mutant {
        Mutant(name: name, changes: changes + [Change(file, original, .statements(statements))])
    }

    /// What the mutants ask which of them they are: a file of the core, which everything that they change imports.
    package static let question = (
        file: "Sources/HoldfastCore/Mutant.swift",
        source: """
        internal import Foundation

        package let mutant = ProcessInfo.processInfo.environment["\(variable)"].flatMap { Int($0) } ?? 0

        """
    )
}

extension Mutant {
    /// What an exploration must find.
    package static let all: [Mutant] = core + shell
}
