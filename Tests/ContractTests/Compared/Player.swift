import HoldfastZooKeeper
import Synchronization
import Testing

/// Plays turns to a stage with two clients, and notes what they give.
struct Player {
    let stage: any Stage
    let home: ZNodePath
    /// What is to happen besides, as it did elsewhere.
    let mishaps: Mishaps
    /// Whether time may interrupt an operation, as it may where it is real.
    let endsWhenInterrupted: Bool
    var transcript = Transcript()
    private var connections: [SessionConnection] = []
    private var lastWatch = 0
    private let ended = Ended()

    /// The watches that ended since they were asked for last.
    private final class Ended: Sendable {
        private let list = Mutex<[(Int, String)]>([])

        func note(_ watch: Int, _ outcome: Watch.Outcome) {
            list.withLock { $0.append((watch, "\(outcome)")) }
        }

        func take() -> [(Int, String)] {
            list.withLock { list in
                defer { list = [] }
                return list.sorted { $0.0 < $1.0 }
            }
        }
    }

    init(stage: any Stage, home: ZNodePath, mishaps: Mishaps? = nil) {
        self.stage = stage
        self.home = home
        self.mishaps = mishaps ?? Mishaps()
        endsWhenInterrupted = mishaps == nil
    }

    /// Plays so many turns of a seed.
    mutating func play(_ turns: Int, seed: UInt64) async throws -> Transcript {
        var source = TurnSource(seed: seed, home: home)
        var player = self
        try await stage.with { one, other in
            let clients = [one, other]
            _ = try await one.create(player.home, data: nil, mode: .persistent)
            for client in clients { player.connections.append(try await client.connected()) }
            for number in 0..<turns {
                try await player.take(source.next(), number, clients)
                if player.transcript.mishaps.interruption != nil { break }
            }
        }
        return player.transcript
    }

    private mutating func take(_ turn: Turn, _ number: Int, _ clients: [any ZooKeeper]) async throws {
        var isExpiry = false
        var parts: [Transcript.Part] = [.text("\(number): client \(turn.client) \(turn.step) ->")]
        if case .fault(let fault) = turn.step {
            parts += try await suffer(fault, turn.client, number, clients, isExpiry: &isExpiry)
        } else {
            let (words, isInterrupted) = await answer(to: turn.step, clients[turn.client])
            if isInterrupted, endsWhenInterrupted {
                transcript.mishaps.interruption = number
                return
            }
            parts += words
        }
        try await settle(clients, number)
        for (watch, outcome) in ended.take() {
            parts.append(.text("watch \(watch): \(Differences.comparable(outcome, isExpiry: isExpiry))"))
        }
        transcript.note(parts)
    }

    // MARK: Operations

    private mutating func watch(if arming: Bool) -> Watch? {
        guard arming else { return nil }
        lastWatch += 1
        let (number, ended) = (lastWatch, ended)
        return Watch { ended.note(number, $0) }
    }

    /// - Returns: the answer in words, and whether the connection was lost meanwhile.
    private mutating func answer(
        to step: Step, _ client: any ZooKeeper
    ) async -> (words: [Transcript.Part], isInterrupted: Bool) {
        do throws(ZooKeeperError) {
            return (try await words(for: step, client), false)
        } catch {
            return (.words(error), error.code == .connectionLoss || error.code == .sessionExpired)
        }
    }

    private mutating func words(
        for step: Step, _ client: any ZooKeeper
    ) async throws(ZooKeeperError) -> [Transcript.Part] {
        switch step {
        case .children(let path, let arming):
            let children = try await client.children(of: path, arming: watch(if: arming))
            let names = children.names.map(\.description).sorted().joined(separator: ",")
            return [.text(names)] + .words(children.stat)
        case .data(let path, let arming):
            let data = try await client.data(at: path, arming: watch(if: arming))
            return [.text("\(data.bytes.map { "\($0)" } ?? "none")")] + .words(data.stat)
        case .exists(let path, let arming):
            guard let stat = try await client.exists(path, arming: watch(if: arming)) else { return [.text("no")] }
            return .words(stat)
        case .create(let path, let data, let mode):
            let node = try await client.create(path, data: data, mode: mode)
            return [.text("\(node.path)")] + .words(node.stat)
        case .setData(let path, let data, let version):
            return .words(try await client.setData(data, at: path, version: version))
        case .delete(let path, let version):
            try await client.delete(path, version: version)
            return [.text("done")]
        case .multi(let operations):
            let results = try await client.multi(operations)
            return results.flatMap { result -> [Transcript.Part] in
                switch result {
                case .created(let path): [.text("\(path)")]
                case .dataSet(let stat): .words(stat)
                case .done: [.text("done")]
                }
            }
        case .fault:
            return []
        }
    }

    // MARK: Faults

    private mutating func suffer(
        _ fault: Step.Fault, _ client: Int, _ number: Int, _ clients: [any ZooKeeper], isExpiry: inout Bool
    ) async throws -> [Transcript.Part] {
        let (stage, subject) = (stage, clients[client])
        var words: [Transcript.Part] = []
        switch fault {
        case .cut:
            try await stage.cut(subject)
            try await reconnect([client], clients, number)
        case .expire:
            isExpiry = true
            try await stage.expire(subject)
            let next = try await subject.connected(after: connections[client])
            if next.sessionID == connections[client].sessionID { words.append(.text("the session did not end")) }
            connections[client] = next
        case .killLeader:
            try await stage.killLeader()
            try await reconnect([0, 1], clients, number)
            try await stage.restoreLeader()
        case .cutUnderWrite:
            words += try await writeInDoubt(subject) {
                try await stage.cut(subject)
            } recovery: { player in
                try await player.reconnect([client], clients, number)
            }
        case .killLeaderUnderWrite:
            words += try await writeInDoubt(subject) {
                try await stage.killLeader()
            } recovery: { player in
                try await player.reconnect([0, 1], clients, number)
                try await stage.restoreLeader()
            }
        }
        if mishaps.lostSessions[number] != nil || transcript.mishaps.lostSessions[number] != nil { isExpiry = true }
        for client in clients.indices {
            words += [.text("client \(client) has"), .session(connections[client].sessionID)]
        }
        return words
    }

    /// Waits until clients are connected again, and sees to it that sessions end where they did elsewhere.
    private mutating func reconnect(_ numbers: [Int], _ clients: [any ZooKeeper], _ turn: Int) async throws {
        for number in numbers {
            var next = try await clients[number].connected(after: connections[number])
            if next.sessionID != connections[number].sessionID {
                transcript.mishaps.lostSessions[turn, default: []].insert(number)
            } else if mishaps.lostSessions[turn]?.contains(number) == true {
                try await stage.expire(clients[number])
                next = try await clients[number].connected(after: next)
            }
            connections[number] = next
        }
    }

    /// Waits until both clients have seen all there is to see, also where a connection is lost once more meanwhile.
    private mutating func settle(_ clients: [any ZooKeeper], _ turn: Int) async throws {
        for (number, client) in clients.enumerated() where mishaps.lostConnections[turn]?.contains(number) == true {
            try await stage.cut(client)
        }
        // What one saw while the other settled is not the last word: both have to follow each other without a loss.
        var settled = 0
        while settled < 2 * clients.count {
            let number = settled % clients.count
            if await Self.syncs(clients[number], home), try await clients[number].connected() == connections[number] {
                settled += 1
            } else {
                transcript.mishaps.lostConnections[turn, default: []].insert(number)
                try await reconnect([number], clients, turn)
                settled = 0
            }
        }
    }

    private static func syncs(_ client: any ZooKeeper, _ path: ZNodePath) async -> Bool {
        do {
            try await client.sync(path)
            return true
        } catch {
            return false
        }
    }

    /// Creates a node while something fails, and finds out what became of it.
    private mutating func writeInDoubt(
        _ client: any ZooKeeper, _ fault: @escaping @Sendable () async throws -> Void,
        recovery: (inout Player) async throws -> Void
    ) async throws -> [Transcript.Part] {
        let scratch = home / "scratch"
        _ = try await client.create(scratch, data: nil, mode: .persistent)
        async let result = Self.write(scratch / "x", client)
        try await stage.moment()
        try await fault()
        let error = await result
        try await recovery(&self)
        try await client.sync(scratch)
        let stands = try await client.exists(scratch / "x") != nil
        if stands { try await client.delete(scratch / "x", version: nil) }
        try await client.delete(scratch, version: nil)
        let outcome = "\(error.map { "\($0.code)" } ?? "answered"), \(stands ? "carried out" : "not carried out")"
        transcript.doubts[outcome, default: 0] += 1
        switch (error, stands) {
        case (nil, true), (.some, false): return [.text("no contradiction")]
        case (.some(let error), true) where error.mayHaveBeenApplied: return [.text("no contradiction")]
        case (nil, false), (.some, true): return [.text("contradiction: \(outcome)")]
        }
    }

    private static func write(_ path: ZNodePath, _ client: any ZooKeeper) async -> ZooKeeperError? {
        do {
            _ = try await client.create(path, data: nil, mode: .persistent)
            return nil
        } catch {
            return error
        }
    }
}
