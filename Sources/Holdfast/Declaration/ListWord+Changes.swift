internal import HoldfastCore

// The account that a writer keeps of what came and went: `{"generation":G,"steps":[{"added":["a"],"removed":["b"]},…]}`, the newest
// step first. It is bound to its generation, so that a writer who keeps the field and knows nothing of it vouches for nothing.
extension ListWord {
    private enum ChangeName {
        static let generation = "generation"
        static let steps = "steps"
        static let added = "added"
        static let removed = "removed"
    }

    /// What an account says; nothing where it is not of that generation, or not exactly one: a worker then lists the names.
    static func changes(_ value: ArraySlice<UInt8>, of generation: Int64) -> [DeclaredChange] {
        guard let values = values(value), let account = values[ChangeName.generation],
            number(account, in: Declaration.generations) == generation,
            let steps = values[ChangeName.steps].flatMap(JSONScanner.elements)
        else { return [] }
        let changes = steps.prefix(Declaration.changesLimit).compactMap(change)
        return changes.count == min(steps.count, Declaration.changesLimit) ? changes : []
    }

    private static func change(_ value: ArraySlice<UInt8>) -> DeclaredChange? {
        guard let values = values(value), let added = things(values[ChangeName.added]),
            let removed = things(values[ChangeName.removed])
        else { return nil }
        return DeclaredChange(added: added, removed: removed)
    }

    /// A member that is missing names none.
    private static func things(_ value: ArraySlice<UInt8>?) -> [ThingID]? {
        guard let value else { return [] }
        guard let elements = JSONScanner.elements(of: value) else { return nil }
        let names = elements.compactMap(JSONScanner.string)
        return names.count == elements.count ? names.map { ThingID($0) } : nil
    }

    /// The members of an object; nil where the value is anything else, or two members have one name.
    private static func values(_ value: ArraySlice<UInt8>) -> [String: ArraySlice<UInt8>]? {
        guard let members = JSONScanner.members(of: Array(value)) else { return nil }
        let values = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
        return values.count == members.count ? values : nil
    }

    static func text(_ changes: [DeclaredChange], of generation: Int64) -> String {
        let steps = changes.map { change in
            let members = [(ChangeName.added, change.added), (ChangeName.removed, change.removed)]
                .filter { !$0.1.isEmpty }
                .map { "\(quoted($0)):[\($1.map { quoted($0.description) }.joined(separator: ","))]" }
            return "{\(members.joined(separator: ","))}"
        }
        return "{\(quoted(ChangeName.generation)):\(generation),"
            + "\(quoted(ChangeName.steps)):[\(steps.joined(separator: ","))]}"
    }
}

extension Declaration {
    /// How many statements an account reaches back at most.
    package static let changesLimit = 16
    /// How many bytes an account takes at most: beyond, listing the names costs little more.
    private static let accountLimit = 4096

    /// The account of the statement that continues this one, as far as it has room.
    ///
    /// - Parameter room: how many bytes it may take, at most.
    func account(adding change: DeclaredChange, in room: Int) -> [DeclaredChange] {
        var account: [DeclaredChange] = []
        var left = min(room, Self.accountLimit) - #""changes":{"generation":9007199254740991,"steps":[]},"#.utf8.count
        for change in [change] + changes {
            guard account.count < Self.changesLimit, let size = change.accountSize, size <= left else { break }
            account.append(change)
            left -= size
        }
        return account
    }
}

extension DeclaredChange {
    /// The size of its step at most; nil where an id is not text and cannot be named.
    fileprivate var accountSize: Int? {
        var size = #"{"added":[],"removed":[]},"#.utf8.count
        for id in added + removed {
            guard String(validating: id.bytes, as: UTF8.self) != nil else { return nil }
            // No name of a node has characters that need more than a backslash.
            size += id.bytes.count * 2 + #""","#.utf8.count
        }
        return size
    }
}
