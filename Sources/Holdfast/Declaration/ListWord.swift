package import HoldfastCore

/// What Holdfast writes into the data of a list node: the writer's declaration, an operator's approval, and whatever fields of
/// others stood there before.
package struct ListWord: Hashable, Sendable {
    /// The version of the format.
    static let version = 1

    /// A member that means nothing to this version, kept as it was written.
    package struct Field: Hashable, Sendable {
        package var name: String
        /// The value as JSON text.
        package var value: [UInt8]

        package init(name: String, value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// What the writer declares; nil where they declare nothing, or not exactly.
    package var declaration: Declaration?
    /// The reading that an operator approves.
    package var approval: ApprovalToken?
    /// By this a writer knows their own statement again after an answer was lost: two may draw the same generation.
    package var statement: String?
    /// The generation of the newest statement that changed a payload: whoever has read them since need not read them again. Nil where
    /// the writer keeps no account of it.
    package var payloads: Int64?
    /// Whether it says that the Things do not stand here: older versions could spread a list over shards, which are nodes of their own.
    package var isSharded = false
    /// What else stands there.
    package var others: [Field] = []

    package init(
        declaration: Declaration? = nil, approval: ApprovalToken? = nil, statement: String? = nil
    ) {
        self.declaration = declaration
        self.approval = approval
        self.statement = statement
    }
}

// Reading.
extension ListWord {
    private enum Name {
        static let version = "holdfast"
        static let generation = "generation"
        static let count = "count"
        static let whole = "whole"
        static let more = "more"
        static let lineage = "lineage"
        static let changes = "changes"
        static let approved = "approved"
        static let statement = "statement"
        static let identity = "identity"
        static let listName = "listName"
        static let payloads = "payloads"
        // What older versions wrote of shards: none of it is written again.
        static let layout = "layout"
        static let retired = "retired"
        static let moving = "moving"
        static let all: Set = [
            version, generation, count, whole, more, lineage, changes, approved, statement, identity, listName,
            payloads,
            layout, retired, moving,
        ]
    }

    private enum LayoutName {
        static let shards = "shards"
    }

    /// Nil where the object does not say once, and clearly, that it is of this version.
    init?(_ members: [JSONScanner.Member]) {
        let versions = members.filter { $0.name == Name.version }
        guard versions.count == 1, Self.number(versions[0].value, in: 0...Int64.max) == Int64(Self.version) else {
            return nil
        }
        let values = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
        // Of two members of one name each parser believes another one, so the whole text says nothing.
        guard values.count == members.count else { return }
        others = members.filter { !Name.all.contains($0.name) }.map { Field(name: $0.name, value: Array($0.value)) }
        statement = values[Name.statement].flatMap(JSONScanner.string)
        payloads = values[Name.payloads].flatMap { Self.number($0, in: Declaration.generations) }
        let approved = values[Name.approved].map(JSONScanner.string)
        isSharded = values[Name.retired] != nil || values[Name.layout].map { !Self.isPlain($0) } == true
        // What it declares besides, it does not declare of the Things that stand elsewhere.
        guard !isSharded, approved != .some(nil), let declaration = Self.declaration(values) else { return }
        self.declaration = declaration.value
        approval = approved.flatMap(\.self).map(ApprovalToken.init)
    }

    private struct Declared {
        var value: Declaration?
    }

    /// Nil where something is declared, and not as it must be.
    private static func declaration(_ values: [String: ArraySlice<UInt8>]) -> Declared? {
        let names = [Name.generation, Name.count, Name.whole, Name.more, Name.lineage, Name.listName]
        guard names.contains(where: { values[$0] != nil }) else { return Declared(value: nil) }
        guard let generation = values[Name.generation].flatMap({ number($0, in: Declaration.generations) }),
            let count = values[Name.count].flatMap({ number($0, in: 0...Int64(Int32.max)) }),
            let isWhole = truth(values[Name.whole]), let hasMore = truth(values[Name.more]),
            let lineage = lineage(values[Name.lineage], of: generation), let listName = listName(values[Name.listName])
        else { return nil }
        let identity = identity(values[Name.identity], of: generation)
        let marks = identity.marks + Array(repeating: nil, count: max(0, 1 + lineage.count - identity.marks.count))
        let ids = zip([generation] + lineage, marks).map { StatementID(generation: $0, mark: $1) }
        return Declared(
            value: Declaration(
                id: ids[0], count: Int(count), isWhole: isWhole, hasMore: hasMore, lineage: Array(ids[1...]),
                changes: values[Name.changes].map { changes($0, of: generation) } ?? [], listName: listName.value,
                node: identity.node, supersedes: identity.supersedes
            )
        )
    }

    private struct ListName {
        var value: String?
    }

    /// Nil where something is said that cannot be a name.
    private static func listName(_ value: ArraySlice<UInt8>?) -> ListName? {
        guard let value else { return ListName(value: nil) }
        guard let name = JSONScanner.string(value), Declaration.isListName(name) else { return nil }
        return ListName(value: name)
    }

    private static func lineage(_ value: ArraySlice<UInt8>?, of generation: Int64) -> [Int64]? {
        guard let value else { return [] }
        guard let elements = JSONScanner.elements(of: value), elements.count <= Declaration.lineageLimit else {
            return nil
        }
        // Nothing descends from what comes after it.
        let lineage = elements.compactMap { number($0, in: Declaration.generations) }.filter { $0 < generation }
        return lineage.count == elements.count ? lineage : nil
    }

    /// Whether a layout is that of a list which is plain again, with no shards; one that is not exactly so may be any.
    private static func isPlain(_ layout: ArraySlice<UInt8>) -> Bool {
        guard let members = JSONScanner.members(of: layout) else { return false }
        let values = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
        return values.count == members.count && values[LayoutName.shards].flatMap { number($0, in: 0...0) } != nil
            && values[Name.generation].flatMap { number($0, in: Declaration.generations) } != nil
    }

    /// A member that is missing is false.
    private static func truth(_ value: ArraySlice<UInt8>?) -> Bool? {
        guard let value else { return false }
        if value.elementsEqual("true".utf8) { return true }
        return value.elementsEqual("false".utf8) ? false : nil
    }

    /// An integer written as one: no sign, no fraction, no exponent.
    static func number(_ value: ArraySlice<UInt8>, in range: ClosedRange<Int64>) -> Int64? {
        guard value.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int64(String(decoding: value, as: UTF8.self)), range.contains(number)
        else { return nil }
        return number
    }
}

extension Declaration {
    /// The generations that every language's numbers hold exactly.
    package static let generations: ClosedRange<Int64> = 1...9_007_199_254_740_991

    /// Whether a text may be the name of a list.
    package static func isListName(_ text: String) -> Bool { (1...128).contains(text.utf8.count) }
}

// Writing.
extension ListWord {
    /// The data as they go to the servers.
    package var bytes: [UInt8] {
        var fields = [Field(Name.version, "\(Self.version)")]
        if let declaration {
            fields.append(Field(Name.generation, "\(declaration.generation)"))
            fields.append(Field(Name.count, "\(declaration.count)"))
            fields.append(Field(Name.whole, "\(declaration.isWhole)"))
            fields.append(Field(Name.more, "\(declaration.hasMore)"))
            let lineage = declaration.lineage.map { String($0.generation) }
            fields.append(Field(Name.lineage, "[\(lineage.joined(separator: ","))]"))
            if let name = declaration.listName { fields.append(Field(Name.listName, Self.quoted(name))) }
            if let identity = Self.identityText(of: declaration) { fields.append(Field(Name.identity, identity)) }
            if !declaration.changes.isEmpty {
                fields.append(Field(Name.changes, Self.text(declaration.changes, of: declaration.generation)))
            }
        }
        if let payloads { fields.append(Field(Name.payloads, "\(payloads)")) }
        // It must not become a plain list by being written again.
        if isSharded { fields.append(Field(Name.layout, "null")) }
        if let approval { fields.append(Field(Name.approved, Self.quoted(approval.rawValue))) }
        if let statement { fields.append(Field(Name.statement, Self.quoted(statement))) }
        let members = (fields + others).map { Array("\(Self.quoted($0.name)):".utf8) + $0.value }
        return Array("{".utf8) + members.joined(separator: ",".utf8) + Array("}".utf8)
    }

    static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension ListWord.Field {
    fileprivate init(_ name: String, _ value: String) {
        self.init(name: name, value: Array(value.utf8))
    }
}
