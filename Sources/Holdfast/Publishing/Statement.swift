internal import HoldfastCore

/// What a writer asks of a list, or of the part of it that one place holds.
enum Statement: Sendable {
    case add([ThingID: [UInt8]])
    case remove(Set<ThingID>)
    case update([ThingID: [UInt8]])
    case replace([ThingID: [UInt8]])
    case drain
    case adopt

    /// Whether it states the full list, and so concerns every place of it.
    var isWhole: Bool {
        switch self {
        case .replace, .drain: true
        case .add, .remove, .update, .adopt: false
        }
    }

    /// Its parts by the places of a layout; nil for a place that it does not concern.
    func parts(under layout: Layout) -> [(place: Place, part: Statement)] {
        switch self {
        case .add(let things): Self.divided(things, by: layout).map { ($0, .add($1)) }
        case .update(let things): Self.divided(things, by: layout).map { ($0, .update($1)) }
        case .remove(let ids):
            Self.divided(Dictionary(uniqueKeysWithValues: ids.map { ($0, []) }), by: layout)
                .map { ($0, .remove(Set($1.keys))) }
        case .replace(let things):
            Self.divided(things, by: layout, all: true).map { ($0, .replace($1)) }
        case .drain: layout.places.map { ($0, .drain) }
        case .adopt: layout.places.map { ($0, .adopt) }
        }
    }

    private static func divided(
        _ things: [ThingID: [UInt8]], by layout: Layout, all: Bool = false
    ) -> [(Place, [ThingID: [UInt8]])] {
        let parts = Dictionary(grouping: things) { layout.place(of: $0.key) }
        // In the order of the places, so that the same call always makes the same transactions.
        return layout.places.compactMap { place in
            guard let part = parts[place] else { return all ? (place, [:]) : nil }
            return (place, Dictionary(uniqueKeysWithValues: part.map { ($0.key, $0.value) }))
        }
    }
}
