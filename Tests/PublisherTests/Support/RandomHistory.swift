import Holdfast
import HoldfastCore

@testable import HoldfastZooKeeper

/// One list, its publishers, strangers who know nothing of declarations, and readers that look now and then.
struct RandomHistory {
    private enum Kind: CaseIterable {
        case add, addOnce, remove, removeOnce, update, replace, drain, adopt, approve
    }

    private struct Backup {
        var restore: @Sendable () -> Void
        var takenOff: Set<ThingID>
        var lookedSince: Set<Int> = []
        /// What strangers put on since: who started it on its presence alone, and finds it gone with the restored servers, must know
        /// that the history was rewound. That is another gate's business than the word's.
        var strangersSince: Set<ThingID> = []
    }

    private static let pool = (0..<24).map { ThingID("t\($0)") }
    private static let limit = 3250

    private var random: SplitMix64
    private let zooKeeper = MemoryZooKeeper(limit: limit)
    private let clock = TestClock()
    private var readers = Array(repeating: BelievingReader(), count: 4)
    private var backup: Backup?
    /// What a publisher's word took off, or left out of a full list, and nobody put on since: this alone may stop.
    private var takenOff: Set<ThingID> = []
    /// The same for readers that have not looked since a backup was taken that was restored: what was said in between was not said.
    private var takenOffBefore: [Int: Set<ThingID>] = [:]
    private var viewed = 0
    private var names: Set<ThingID> = []

    private(set) var statements = 0
    private(set) var refused = 0
    private(set) var stops = 0
    private(set) var log: [String] = []
    private(set) var violation: String?

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    private var publisher: AssignmentPublisher {
        AssignmentPublisher(zooKeeper, clock: clock, limit: Self.limit)
    }

    mutating func step() async throws {
        clock.milliseconds += Int64.random(in: -3...10, using: &random)
        switch Int.random(in: 0..<12, using: &random) {
        case 0: change()
        case 1: restore()
        default:
            let kind = Kind.allCases[Int.random(in: 0..<Kind.allCases.count, using: &random)]
            try await state(kind, some(), trouble: true)
        }
        look(all: false)
    }

    /// One word about the full list, and everybody is of one mind.
    mutating func settle() async throws {
        try await state(.replace, Set(Self.pool.prefix(9)), trouble: false)
        look(all: true)
        try await state(.add, Set(Self.pool.suffix(3)), trouble: false)
        try await state(.remove, Set(Self.pool.prefix(1)), trouble: false)
        look(all: true)
        let all = Set(Self.pool[1..<9] + Self.pool.suffix(3))
        for reader in readers where reader.assigned != all {
            violation = violation ?? "a reader runs \(reader.assigned.sorted()) in the end"
        }
    }

    private mutating func some() -> Set<ThingID> {
        let share = Int.random(in: 0...4, using: &random)
        return Set(Self.pool.filter { _ in Int.random(in: 0..<4, using: &random) < share })
    }
}

// What publishers say.
extension RandomHistory {
    private mutating func state(_ kind: Kind, _ ids: Set<ThingID>, trouble: Bool) async throws {
        let length = Int.random(in: 0...200, using: &random)
        let things = Dictionary(uniqueKeysWithValues: ids.map { ($0, [UInt8](repeating: 1, count: length)) })
        let before = zooKeeper.views.last?.names ?? []
        if trouble { makeTrouble() }
        var outcome = "done"
        do throws(PublisherError) {
            let done: PublishedStatement? =
                switch kind {
                case .add, .addOnce: try await publisher.add(things)
                case .remove, .removeOnce: try await publisher.remove(ids)
                case .update: try await publisher.update(things)
                case .replace: try await publisher.replace(with: things)
                case .drain: try await publisher.drain()
                case .adopt: try await publisher.adopt()
                case .approve: try await approve()
                }
            if let done { check(done, kind, ids, before) }
        } catch {
            outcome = "\(error.code.rawValue), \(error.written) written"
            refused += 1
            if !trouble { violation = "a statement of the full list failed: \(error)" }
        }
        statements += 1
        zooKeeper.revive()
        hear(kind == .replace ? ids : [])
        log.append("\(kind) \(ids.sorted()): \(outcome) -> \(names.sorted())")
    }

    private func approve() async throws(PublisherError) -> PublishedStatement? {
        try await publisher.approve(ApprovalToken(rawValue: "token"))
        return nil
    }

    /// Answers that are lost, a client that ends, or a stranger between the look and the write.
    ///
    /// Not the last two at once: a publisher that ends between its write and the withdrawal leaves a declaration that vouches for
    /// the stranger's change, which is the one thing that a list with two kinds of writers cannot be kept from.
    private mutating func makeTrouble() {
        let next = zooKeeper.transactions + Int.random(in: 1...3, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: zooKeeper.die(after: Int.random(in: 0...30, using: &random))
        case 1: zooKeeper.fault(.lostBefore, at: next)
        case 2: zooKeeper.fault(.lostAfter, at: next)
        case 3:
            let (gone, new) = (Self.pool.randomElement(using: &random), Self.pool.randomElement(using: &random))
            zooKeeper.intervene(before: next) { zooKeeper in
                guard let gone, let new, let names = zooKeeper.views.last?.names else { return }
                if names.contains(gone) { zooKeeper.change(.delete(zooKeeper.list.thing("\(gone)"), version: nil)) }
                if !names.contains(new) {
                    zooKeeper.change(.create(zooKeeper.list.thing("\(new)"), data: nil, mode: .persistent))
                }
            }
        default: break
        }
    }

    private mutating func check(
        _ done: PublishedStatement, _ kind: Kind, _ ids: Set<ThingID>, _ before: Set<ThingID>
    ) {
        let expected: Set<ThingID>? =
            switch kind {
            case .add, .addOnce: before.union(ids)
            case .remove, .removeOnce: before.subtracting(ids)
            case .replace: ids
            case .drain: []
            case .update, .adopt, .approve: before
            }
        guard let view = zooKeeper.views.last else { return }
        // Where nothing was written a stranger may have come later, and is found by the next statement.
        if done.transactions > 0 {
            if view.names != expected { violation = "\(kind) left \(view.names.sorted())" }
            if !view.isAsDeclared { violation = "\(kind) succeeded, and the list is not as declared" }
        }
        if view.declaration?.hasMore != false { violation = "\(kind) succeeded, and is unfinished" }
        if view.declaration?.generation != done.generation { violation = "\(kind) returned another generation" }
        if zooKeeper.largest > Self.limit { violation = "\(kind) sent \(zooKeeper.largest) bytes" }
    }
}

// What others do.
extension RandomHistory {
    private mutating func change() {
        let list = zooKeeper.list
        guard !zooKeeper.views.isEmpty else {
            zooKeeper.change(.create(list, data: nil, mode: .persistent))
            return
        }
        for id in some().prefix(2) {
            if zooKeeper.views.last?.names.contains(id) == true {
                zooKeeper.change(.delete(list.thing("\(id)"), version: nil))
            } else {
                zooKeeper.change(.create(list.thing("\(id)"), data: nil, mode: .persistent))
            }
        }
        hear([])
        log.append("a stranger -> \(names.sorted())")
    }

    /// The servers come back with what they held some time ago.
    private mutating func restore() {
        if let backup {
            backup.restore()
            takenOff.formUnion(backup.strangersSince)
            for index in readers.indices where !backup.lookedSince.contains(index) {
                takenOffBefore[index, default: []].formUnion(backup.takenOff)
            }
            // A generation is a time: nobody restores a backup within the milliseconds of the statements that it lacks.
            clock.milliseconds += 1000
            hear([])
            log.append("restored -> \(names.sorted())")
            self.backup = nil
        } else if !zooKeeper.views.isEmpty {
            backup = Backup(restore: zooKeeper.backup(), takenOff: takenOff)
        }
    }
}

// What is true, and what readers make of it.
extension RandomHistory {
    /// Follows what was written: who took off what.
    private mutating func hear(_ fullList: Set<ThingID>) {
        let views = zooKeeper.views
        for view in views[viewed...] {
            if view.isForeign {
                backup?.strangersSince.formUnion(view.names.subtracting(names))
            } else {
                takenOff.formUnion(names.subtracting(view.names))
                if let word = view.declaration, word.isWhole, !word.hasMore {
                    takenOff.formUnion(Set(Self.pool).subtracting(fullList))
                }
            }
            takenOff.subtract(view.names)
            names = view.names
        }
        viewed = views.count
    }

    private mutating func look(all: Bool) {
        guard let view = zooKeeper.views.last else { return }
        for index in readers.indices where all || Bool.random(using: &random) {
            let stopped = readers[index].read(view)
            stops += stopped.count
            let wrong = stopped.subtracting(takenOff).subtracting(takenOffBefore[index] ?? [])
            takenOffBefore[index] = nil
            backup?.lookedSince.insert(index)
            if !wrong.isEmpty { violation = "reader \(index) stopped \(wrong.sorted())" }
        }
    }
}
