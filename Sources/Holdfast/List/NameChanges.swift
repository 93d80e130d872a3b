internal import HoldfastZooKeeper

/// Which names came and went between two answers to one question.
///
/// Servers give the names of a node in nearly the same order each time, so the two are laid side by side, and only those that find no
/// partner near their place are looked up: of a long list with one change, next to nothing.
struct NameChanges: Hashable, Sendable {
    /// How far a partner is looked for.
    private static let reach = 16
    /// With so many without a partner the order is another one, and the rest is not laid side by side any more.
    private static let strangersTolerated = 256

    /// Those that were not there before, in the order of the newer answer.
    private(set) var added: [ZNodeName] = []
    /// Those that are not there any more.
    private(set) var removed: [ZNodeName] = []

    init(from older: [ZNodeName], to newer: [ZNodeName]) {
        var (old, new) = (0, 0)
        while old < older.count, new < newer.count, removed.count + added.count < Self.strangersTolerated {
            if older[old] == newer[new] {
                old += 1
                new += 1
                continue
            }
            let (leaving, coming) = Self.strangers(older, from: old, newer, from: new)
            removed += older[old..<old + leaving]
            added += newer[new..<new + coming]
            old += leaving
            new += coming
        }
        removed += older[old...]
        added += newer[new...]
        guard !removed.isEmpty, !added.isEmpty else { return }
        let (left, right) = (Set(removed), Set(added))
        removed.removeAll { right.contains($0) }
        added.removeAll { left.contains($0) }
    }

    /// How many names of each have to be passed over until the two go on alike.
    private static func strangers(
        _ older: [ZNodeName], from old: Int, _ newer: [ZNodeName], from new: Int
    ) -> (old: Int, new: Int) {
        for distance in 1...reach {
            if new + distance < newer.count, older[old] == newer[new + distance] { return (0, distance) }
            if old + distance < older.count, older[old + distance] == newer[new] { return (distance, 0) }
        }
        return (1, 1)
    }
}
