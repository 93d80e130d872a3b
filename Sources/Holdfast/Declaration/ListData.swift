package import HoldfastCore

/// What the data of a list node are to Holdfast.
///
/// Only what is exactly right counts: an error of the writer must never be taken for a word of theirs. `docs/declared-lists.md` has
/// the format and its rules.
package enum ListData: Hashable, Sendable {
    /// There are none: an undeclared list.
    case empty
    /// They are another writer's, or of another version of the format: an undeclared list, and no publisher overwrites them.
    case foreign
    /// They are Holdfast's: JSON with `"holdfast":1`.
    case own(ListWord)

    /// Reads the data of a list node. It takes any bytes, in time proportional to their number.
    package init(_ bytes: [UInt8]?) {
        guard let bytes, !bytes.isEmpty else {
            self = .empty
            return
        }
        guard let members = JSONScanner.members(of: bytes), let word = ListWord(members) else {
            self = .foreign
            return
        }
        self = .own(word)
    }

    /// What Holdfast wrote there, if anything.
    package var word: ListWord? {
        switch self {
        case .empty, .foreign: nil
        case .own(let word): word
        }
    }

    /// The writer's declaration; nil means an undeclared list.
    package var declaration: Declaration? { word?.declaration }

    /// Whether they say that the Things stand in shards, as older versions could spread a list.
    package var isSharded: Bool { word?.isSharded ?? false }

    /// The operator's approval.
    package var approval: ApprovalToken? { word?.approval }
}
