internal import HoldfastCore

// The account that a writer keeps of what came and went: `{"generation":G,"steps":[["+a","-b"],…]}`, the newest step first. It is
// bound to its generation, so that a writer who keeps the field and knows nothing of it vouches for nothing.
extension ListWord {
    private enum ChangeName {
        static let generation = "generation"
        static let steps = "steps"
    }

    private enum Sign {
        static let added = UInt8(ascii: "+")
        static let removed = UInt8(ascii: "-")
        static let confirmed = UInt8(ascii: "=")
    }

    /// What an account says; nothing where it is not of that generation, or not exactly one: a worker then lists the names.
    static func changes(_ value: ArraySlice<UInt8>, of generation: Int64) -> [DeclaredChange] {
        guard let members = JSONScanner.members(of: value), members.count == 2,
            let account = members.first(where: { $0.name == ChangeName.generation }),
            number(account.value, in: Declaration.generations) == generation,
            let steps = members.first(where: { $0.name == ChangeName.steps }).flatMap({
                JSONScanner.elements(of: $0.value)
            }),
            steps.count <= Declaration.changesLimit
        else { return [] }
        let changes = steps.compactMap(change)
        return changes.count == steps.count ? changes : []
    }

    private static func change(_ value: ArraySlice<UInt8>) -> DeclaredChange? {
        guard let moves = JSONScanner.elements(of: value) else { return nil }
        var change = DeclaredChange()
        for move in moves {
            guard let move = JSONScanner.bytes(ofString: move) else { return nil }
            switch move.first {
            case Sign.added: change.added.append(ThingID(bytes: Array(move.dropFirst())))
            case Sign.removed: change.removed.append(ThingID(bytes: Array(move.dropFirst())))
            case Sign.confirmed: change.confirmed.append(ThingID(bytes: Array(move.dropFirst())))
            default: return nil
            }
        }
        return change
    }

    static func text(_ changes: [DeclaredChange], of generation: Int64) -> String {
        let steps = changes.map { change in
            let moves =
                change.added.map { "+\($0)" } + change.removed.map { "-\($0)" } + change.confirmed.map { "=\($0)" }
            return "[\(moves.map(quoted).joined(separator: ","))]"
        }
        return "{\(quoted(ChangeName.generation)):\(generation),"
            + "\(quoted(ChangeName.steps)):[\(steps.joined(separator: ","))]}"
    }
}

extension Declaration {
    /// How many statements an account reaches back at most.
    package static let changesLimit = 8
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
        var size = "[],".utf8.count
        for id in added + removed + confirmed {
            guard String(validating: id.bytes, as: UTF8.self) != nil else { return nil }
            // No name of a node has characters that need more than a backslash.
            size += id.bytes.count * 2 + #""+","#.utf8.count
        }
        return size
    }
}
