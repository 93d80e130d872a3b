import Testing

@testable import HoldfastCore

/// The names of a list against a dictionary, change by change.
@Suite("Entries of a list")
struct ListEntriesTests {
    private static let ids =
        (0..<400).map { ThingID("thing-\($0)") } + [ThingID(bytes: []), ThingID(bytes: [0xff, 0])]

    private func entry(_ number: Int) -> Entry {
        number.isMultiple(of: 7)
            ? .unread : .read(EntryNode(payload: [], czxid: Int64(number), mzxid: Int64(number), isEphemeral: false))
    }

    @Test("hold what was put in, in the order of the ids", arguments: 1...20)
    func randomChanges(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var entries = ListEntries()
        var model: [ThingID: Entry] = [:]
        for step in 0..<3000 {
            let id = Self.ids[Int.random(in: 0..<Self.ids.count, using: &random)]
            // First it grows, then it shrinks: blocks are cut, and end.
            let isAdded = Int.random(in: 0..<10, using: &random) < (step < 1500 ? 8 : 3)
            entries[id] = isAdded ? entry(step) : nil
            model[id] = isAdded ? entry(step) : nil
            guard step.isMultiple(of: 100) else { continue }
            #expect(entries.map(\.id) == model.keys.sorted(), "seed \(seed), step \(step)")
            #expect(entries.count == model.count)
            #expect(entries.holdsUnread == model.values.contains(.unread))
            #expect(Self.ids.allSatisfy { entries[$0] == model[$0] })
            var unread: [ThingID] = []
            entries.forEachUnread { unread.append($0) }
            #expect(unread == model.filter { $0.value == .unread }.keys.sorted())
        }
    }

    @Test("tell what differs from an older list, whether they share memory or not", arguments: 1...20)
    func differences(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var older = ListEntries()
        for (number, id) in Self.ids.enumerated() where Bool.random(using: &random) { older[id] = entry(number) }
        var newer = older
        for step in 0..<Int.random(in: 0..<120, using: &random) {
            let id = Self.ids[Int.random(in: 0..<Self.ids.count, using: &random)]
            newer[id] = Bool.random(using: &random) ? entry(step) : nil
        }
        let unshared = ListEntries(Array(newer).shuffled(using: &random))
        for list in [newer, unshared] {
            var told: [ThingID] = []
            list.forEachDifference(from: older) { id, before, now in
                told.append(id)
                #expect(before == older[id] && now == newer[id], "seed \(seed), \(id)")
            }
            #expect(told == Self.ids.filter { older[$0] != newer[$0] }.sorted(), "seed \(seed)")
        }
        #expect(newer == unshared)
        #expect((newer == older) == Self.ids.allSatisfy { older[$0] == newer[$0] })
    }

    @Test("begin with names that could not be read yet, each once")
    func unread() {
        let entries = ListEntries(unread: (Self.ids + Self.ids).shuffled())
        #expect(entries.map(\.id) == Self.ids.sorted())
        #expect(entries.count == Self.ids.count)
        #expect(entries.allSatisfy { $0.entry == .unread })
    }
}
