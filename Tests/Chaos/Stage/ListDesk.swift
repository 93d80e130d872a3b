internal import Holdfast
internal import HoldfastCore
internal import HoldfastEnsemble
internal import HoldfastZooKeeper
internal import Synchronization
internal import TestSupport

/// The operator: knows what is truly assigned, writes it, and keeps the record of it.
///
/// Every write may be repeated: one whose answer was lost is carried out again, and finds what stands there already. True changes
/// and faults of the list come one at a time, each with the desk for itself.
final class ListDesk: Sendable {
    let writer: ListWriter
    let isDeclared: Bool
    private let journal: Journal
    private let state: Mutex<State>

    private struct State {
        /// What is truly assigned, each with its payload.
        var assigned: [String: String]
        var isTaken = false
    }

    init(writer: ListWriter, isDeclared: Bool, things: [String], journal: Journal) {
        self.writer = writer
        self.isDeclared = isDeclared
        self.journal = journal
        let assigned = things.map { ($0, ListWriter.payload) }
        state = Mutex(State(assigned: Dictionary(uniqueKeysWithValues: assigned)))
    }

    /// What is truly assigned, in a fixed order.
    var things: [String] { state.withLock { $0.assigned.keys.sorted() } }

    private var assigned: [String: String] { state.withLock(\.assigned) }

    /// Takes the desk; whoever does gives it back.
    func take() async throws {
        _ = try await Poll.until(every: .milliseconds(5), limit: .seconds(600)) {
            state.withLock { state in
                guard !state.isTaken else { return nil }
                state.isTaken = true
                return ()
            } as Void?
        }
    }

    func giveBack() {
        state.withLock { $0.isTaken = false }
    }
}

// True changes. Whoever calls them has taken the desk.
extension ListDesk {
    /// Puts Things on the list.
    func add(_ things: [String], payload: String = ListWriter.payload) async throws {
        let begun = journal.now
        state.withLock { state in
            for thing in things { state.assigned[thing] = payload }
        }
        try await insist {
            if self.isDeclared {
                let payloads = Dictionary(uniqueKeysWithValues: things.map { (ThingID($0), Array(payload.utf8)) })
                try await self.publisher.add(payloads)
            } else {
                try await self.create(things, payload)
            }
        }
        note(.added, things, begun)
    }

    /// Takes Things off the list.
    func remove(_ things: [String]) async throws {
        let begun = journal.now
        journal.permit(removalOf: things)
        state.withLock { state in
            for thing in things { state.assigned[thing] = nil }
        }
        try await insist {
            if self.isDeclared {
                try await self.publisher.remove(Set(things.map { ThingID($0) }))
            } else {
                for thing in things { try await self.delete(thing) }
            }
        }
        note(.removed, things, begun)
    }

    /// Tells a Thing something else.
    func update(_ thing: String, payload: String) async throws {
        let begun = journal.now
        state.withLock { $0.assigned[thing] = payload }
        try await insist {
            if self.isDeclared {
                try await self.publisher.update([ThingID(thing): Array(payload.utf8)])
            } else {
                _ = try await self.writer.client.setData(
                    Array(payload.utf8), at: try self.writer.path(thing), version: nil)
            }
        }
        note(.updated, [thing], begun)
    }

    /// Says that the list is to be taken as it stands.
    func approve(_ token: String) async throws {
        try await insist { try await self.publisher.approve(ApprovalToken(rawValue: token)) }
    }

    private func note(_ kind: ChangeRecord.Kind, _ things: [String], _ begun: Double) {
        let written = journal.now
        journal.add(things.map { TrueChange(kind: kind, thing: $0, begun: begun, written: written) })
    }
}

// The list as it is meant to be.
extension ListDesk {
    /// Makes the list what it is meant to be, whatever became of it.
    func restore() async throws {
        try await insist {
            if self.isDeclared {
                try await self.declare()
            } else {
                try await self.rewrite()
                _ = try await self.writer.client.setData(nil, at: self.writer.list, version: nil)
            }
        }
    }

    private func declare() async throws {
        let payloads = assigned.reduce(into: [ThingID: [UInt8]]()) { payloads, item in
            payloads[ThingID(item.key)] = Array(item.value.utf8)
        }
        do throws(PublisherError) {
            try await publisher.replace(with: payloads)
        } catch {
            guard error.code == .foreignData else { throw error }
            // A publisher leaves alone what is not its own; the operator knows that it is nobody's.
            _ = try await writer.client.setData(nil, at: writer.list, version: nil)
            try await publisher.replace(with: payloads)
        }
    }

    /// Removes the list and all that is on it.
    func clear() async throws {
        try await deleteAll(names())
        try await deleteNode()
    }

    /// The names that stand there; nil where no list does.
    func names() async throws -> [String]? {
        var found: [String]?
        try await insist {
            do throws(ZooKeeperError) {
                found = try await self.writer.client.children(of: self.writer.list).names.map { "\($0)" }
            } catch {
                guard error.code == .noNode else { throw error }
                found = nil
            }
        }
        return found
    }

    /// Creates what is missing and deletes what does not belong there: in one transaction, but for what is too long for one.
    private func rewrite() async throws {
        let names = try await names()
        let assigned = assigned
        let found = Set(names ?? [])
        if names == nil {
            try await tolerating(.nodeExists) { try await self.writer.client.create($0, data: nil, mode: .persistent) }
        }
        let missing = assigned.keys.filter { !found.contains($0) }.sorted()
        let extra = found.filter { assigned[$0] == nil }.sorted()
        let operations: [TransactionOperation] =
            try missing.map { .create(try writer.path($0), data: Array((assigned[$0] ?? "").utf8), mode: .persistent) }
            + extra.map { .delete(try writer.path($0), version: nil) }
        for batch in operations.batches(of: Self.batch) { _ = try await writer.client.multi(batch) }
        for thing in found where assigned[thing] != nil {
            let path = try writer.path(thing)
            let payload = Array((assigned[thing] ?? "").utf8)
            if try await writer.client.data(at: path).bytes != payload {
                _ = try await writer.client.setData(payload, at: path, version: nil)
            }
        }
    }

    /// Deletes those of these children that stand there, as many at a time as fit.
    func deleteAll(_ names: [String]?) async throws {
        try await insist {
            let found = Set(try await self.names() ?? [])
            let operations: [TransactionOperation] = try (names ?? []).filter(found.contains).map {
                .delete(try self.writer.path($0), version: nil)
            }
            for batch in operations.batches(of: Self.batch) { _ = try await self.writer.client.multi(batch) }
        }
    }

    private static let batch = 2000

    private func create(_ things: [String], _ payload: String) async throws {
        let found = Set(try await names() ?? [])
        let operations: [TransactionOperation] = try things.filter { !found.contains($0) }.map {
            .create(try writer.path($0), data: Array(payload.utf8), mode: .persistent)
        }
        for batch in operations.batches(of: Self.batch) { _ = try await writer.client.multi(batch) }
    }

    private func delete(_ thing: String) async throws {
        do throws(ZooKeeperError) {
            try await writer.client.delete(try path(thing), version: nil)
        } catch {
            guard error.code == .noNode else { throw error }
        }
    }

    private func path(_ thing: String) throws(ZooKeeperError) -> ZNodePath {
        try writer.list.appending(ZNodeName(thing))
    }

    private var publisher: AssignmentPublisher { AssignmentPublisher(zooKeeper: writer.client, list: writer.list) }

    private func tolerating<Value>(
        _ code: ZooKeeperError.Code, _ write: (ZNodePath) async throws -> Value
    ) async throws {
        do {
            _ = try await write(writer.list)
        } catch let error as ZooKeeperError where error.code == code {
            // It was done before, and the answer was lost.
        }
    }
}

extension ListDesk {
    /// Writes until it is known to stand.
    func insist<Value>(_ write: () async throws -> Value) async throws {
        while true {
            try await writer.client.connected()
            do {
                _ = try await write()
                return
            } catch {
                try Task.checkCancellation()
                guard Self.passes(error) else { throw error }
            }
        }
    }

    /// Whether a write is carried out in time; it leaves nothing behind.
    func writes(within limit: Duration) async throws -> Bool {
        let probe = try ZNodePath("\(writer.list)-probe")
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await self.insist {
                    try await self.writer.client.multi([
                        .create(probe, data: nil, mode: .persistent), .delete(probe, version: nil),
                    ])
                }
                return true
            }
            group.addTask {
                try await ContinuousClock().sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
    }

    private static let passing: Set<ZooKeeperError.Code> = [
        .connectionLoss, .sessionExpired, .noNode, .nodeExists, .badVersion, .notEmpty, .throttled,
    ]

    /// Whether the same write may be carried out a moment later: the connection was lost, or what was read before it was old.
    private static func passes(_ error: any Error) -> Bool {
        switch error {
        case let error as ZooKeeperError:
            Self.passing.contains(error.code)
        case let error as PublisherError:
            error.code == .conflict || error.code == .inDoubt || error.cause.map(passes) == true
        default: false
        }
    }
}

extension Array {
    /// The elements in order, so many at a time.
    fileprivate func batches(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
