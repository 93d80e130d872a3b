internal import HoldfastCore

// By what statements are told apart: `{"generation":G,"node":"1000000a7","marks":["own","of the first in the lineage",…]}`. It is bound to its
// generation, so that a writer who keeps the field and knows nothing of it says nothing.
extension ListWord {
    /// What a declaration says of itself and of those that it descends from.
    struct Identity {
        /// The mark of the declaration, and those of its lineage, as far as they are known.
        var marks: [UInt64?] = []
        /// The `czxid` of the list node that it was written to.
        var node: Int64?
        /// The statement in whose place it puts itself.
        var supersedes: StatementID?
    }

    private enum IdentityName {
        static let generation = "generation"
        static let node = "node"
        static let marks = "marks"
        static let supersedes = "supersedes"
        static let mark = "mark"
    }

    /// How marks and zxids are written: JSON's numbers do not hold them in every language.
    private enum Radix {
        static let mark = 36
        static let zxid = 16
    }

    /// Nothing where it is not of that generation, or not exactly one: then the generations alone tell statements apart.
    static func identity(_ value: ArraySlice<UInt8>?, of generation: Int64) -> Identity {
        guard let value, let members = JSONScanner.members(of: value) else { return Identity() }
        let values = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
        guard values.count == members.count,
            values[IdentityName.generation].flatMap({ number($0, in: Declaration.generations) }) == generation,
            let elements = values[IdentityName.marks].flatMap({ JSONScanner.elements(of: $0) }),
            elements.count <= Declaration.lineageLimit + 1
        else { return Identity() }
        var identity = Identity()
        for element in elements {
            guard let text = JSONScanner.string(element) else { return Identity() }
            identity.marks.append(UInt64(text, radix: Radix.mark))
        }
        if let node = values[IdentityName.node] {
            guard let zxid = JSONScanner.string(node).flatMap({ Int64($0, radix: Radix.zxid) }) else {
                return Identity()
            }
            identity.node = zxid
        }
        if let superseded = values[IdentityName.supersedes] {
            guard let statement = statement(superseded) else { return Identity() }
            identity.supersedes = statement
        }
        return identity
    }

    private static func statement(_ value: ArraySlice<UInt8>) -> StatementID? {
        guard let members = JSONScanner.members(of: value) else { return nil }
        let values = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
        guard values.count == members.count,
            let generation = values[IdentityName.generation].flatMap({ number($0, in: Declaration.generations) })
        else { return nil }
        let mark = values[IdentityName.mark].flatMap(JSONScanner.string).flatMap { UInt64($0, radix: Radix.mark) }
        return StatementID(generation: generation, mark: mark)
    }

    /// Nil where the declaration says nothing of the kind.
    static func identityText(of declaration: Declaration) -> String? {
        var marks = ([declaration.id] + declaration.lineage).map(\.mark)
        while marks.last == .some(nil) { marks.removeLast() }
        guard !marks.isEmpty || declaration.node != nil || declaration.supersedes != nil else { return nil }
        var fields = ["\(quoted(IdentityName.generation)):\(declaration.generation)"]
        if let node = declaration.node {
            fields.append("\(quoted(IdentityName.node)):\(quoted(String(node, radix: Radix.zxid)))")
        }
        let texts = marks.map { quoted($0.map(text(ofMark:)) ?? "") }
        fields.append("\(quoted(IdentityName.marks)):[\(texts.joined(separator: ","))]")
        if let superseded = declaration.supersedes {
            let mark = superseded.mark.map { ",\(quoted(IdentityName.mark)):\(quoted(text(ofMark: $0)))" } ?? ""
            fields.append(
                "\(quoted(IdentityName.supersedes)):{\(quoted(IdentityName.generation)):\(superseded.generation)\(mark)}"
            )
        }
        return "{\(fields.joined(separator: ","))}"
    }

    /// How a mark is written.
    static func text(ofMark mark: UInt64) -> String { String(mark, radix: Radix.mark) }
}
