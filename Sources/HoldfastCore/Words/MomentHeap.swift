/// One moment for each of many, or none, and the earliest of them at hand.
///
/// A binary heap that knows where each of its entries stands: to ask for the earliest costs nothing, to change one costs the logarithm
/// of their number.
package struct MomentHeap: Sendable {
    private struct Entry {
        var moment: Moment
        var index: Int
    }

    private var entries: [Entry] = []
    /// Where the entry of each index stands; nil where it has none.
    private var positions: [Int?] = []

    package init() {}

    /// The earliest of all; nil where there is none.
    package var earliest: Moment? { entries.first?.moment }

    /// The moment of one of the many, numbered from 0.
    package subscript(index: Int) -> Moment? {
        get { positions.indices.contains(index) ? positions[index].map { entries[$0].moment } : nil }
        set {
            if positions.count <= index {
                guard newValue != nil else { return }
                positions += Array(repeating: nil, count: index + 1 - positions.count)
            }
            switch (positions[index], newValue) {
            case (nil, nil): break
            case (nil, let moment?):
                entries.append(Entry(moment: moment, index: index))
                rise(from: entries.count - 1)
            case (let position?, let moment?):
                guard entries[position].moment != moment else { return }
                entries[position].moment = moment
                settle(from: position)
            case (let position?, nil):
                positions[index] = nil
                let last = entries.removeLast()
                guard position < entries.count else { return }
                entries[position] = last
                settle(from: position)
            }
        }
    }

    /// Those whose moment has come, in the order of their numbers.
    package func due(at now: Moment) -> [Int] {
        var due: [Int] = []
        var next = [0]
        while let position = next.popLast() {
            guard position < entries.count, entries[position].moment <= now else { continue }
            due.append(entries[position].index)
            next += [2 * position + 1, 2 * position + 2]
        }
        return due.sorted()
    }

    private mutating func settle(from position: Int) {
        rise(from: position)
        sink(from: position)
    }

    private mutating func rise(from position: Int) {
        var position = position
        let entry = entries[position]
        while position > 0, entry.moment < entries[(position - 1) / 2].moment {
            put(entries[(position - 1) / 2], at: position)
            position = (position - 1) / 2
        }
        put(entry, at: position)
    }

    private mutating func sink(from position: Int) {
        var position = position
        let entry = entries[position]
        while true {
            var child = 2 * position + 1
            guard child < entries.count else { break }
            if child + 1 < entries.count, entries[child + 1].moment < entries[child].moment { child += 1 }
            guard entries[child].moment < entry.moment else { break }
            put(entries[child], at: position)
            position = child
        }
        put(entry, at: position)
    }

    private mutating func put(_ entry: Entry, at position: Int) {
        entries[position] = entry
        positions[entry.index] = position
    }
}
