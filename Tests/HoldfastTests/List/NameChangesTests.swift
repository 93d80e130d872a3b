import HoldfastZooKeeper
import Testing

@testable import Holdfast

/// Two answers of names against what sets say of them.
@Suite("Changes of names")
struct NameChangesTests {
    @Test("are those that sets find, whatever the order", arguments: 0..<60)
    func randomAnswers(round: Int) {
        let all = (0..<600).map { ZNodeName("thing-\($0)") }
        let older = Array(all.filter { _ in Int.random(in: 0..<10) < 8 })
        // A few come and go, or many; the order stays, or is another.
        let share = round.isMultiple(of: 3) ? 50 : 2
        var newer = older.filter { _ in Int.random(in: 0..<100) >= share }
        for name in all where !older.contains(name) && Int.random(in: 0..<100) < share {
            newer.insert(name, at: Int.random(in: 0...newer.count))
        }
        if round.isMultiple(of: 5) { newer.shuffle() }
        if round.isMultiple(of: 7), newer.count > 40 { newer.swapAt(3, 37) }
        let changes = NameChanges(from: older, to: newer)
        #expect(Set(changes.added) == Set(newer).subtracting(older), "\(older) to \(newer)")
        #expect(Set(changes.removed) == Set(older).subtracting(newer), "\(older) to \(newer)")
        #expect(changes.added.count == Set(changes.added).count && changes.removed.count == Set(changes.removed).count)
    }

    @Test("of nothing, to nothing, and of the same")
    func edges() {
        let names: [ZNodeName] = ["a", "b", "a-longer-name-than-eight-bytes"]
        #expect(NameChanges(from: [], to: names).added == names)
        #expect(NameChanges(from: names, to: []).removed == names)
        let none = NameChanges(from: names, to: names)
        #expect(none.added.isEmpty && none.removed.isEmpty)
    }
}
