import HoldfastZooKeeper

/// The additions: each program has a list of its own, and the lists are changed one after the other, in a random order.
///
/// So nobody shares a notification, a noisy moment of the machine hurts all alike, and only one program is at work at a
/// time. After each block of additions what was added is taken off again, so that the lists keep their size: that is no
/// part of the figure.
struct Race {
    /// How many additions to each list are made before they are taken off again.
    private static let block = 10
    /// A cheap and valid source for the worker: read once when the Thing starts, and not again during the run.
    private static let payload = Array(#"{"source":"file:/proc/loadavg","interval_ms":86400000}"#.utf8)

    private let client: ZooKeeperClient
    private let things: Int
    private let clock = SuspendingClock()
    private var lanes: [Lane]
    private var additionsSoFar = 0

    init(client: ZooKeeperClient, programs: [Program], things: Int) {
        self.client = client
        self.things = things
        lanes = programs.map(Lane.init)
    }

    /// Makes the lists, each with its Things.
    func prepareLists() async throws {
        for lane in lanes {
            let list = lane.program.list
            let children = try names("thing", from: 0, count: things).map { name in
                TransactionOperation.create(try list.appending(name), data: Self.payload, mode: .persistent)
            }
            _ = try await client.multi([.create(list, data: nil, mode: .persistent)] + children)
        }
    }

    /// Waits until the programs have started what is listed, and measures.
    ///
    /// - Throws: ``BenchmarkError`` when a program ends, or says what it should not.
    mutating func run(additions: Int) async throws -> [ProgramSamples] {
        for index in lanes.indices {
            try await lanes[index].wait(until: "started", names("thing", from: 0, count: things))
        }
        // One block that does not count: caches fill, and the servers' compiler learns.
        try await runBlock(of: Self.block, counting: false)
        var left = additions
        while left > 0 {
            let count = min(left, Self.block)
            try await runBlock(of: count, counting: true)
            left -= count
        }
        return lanes.map(\.samples)
    }

    private mutating func runBlock(of count: Int, counting: Bool) async throws {
        let added = names("added", from: additionsSoFar, count: count)
        additionsSoFar += count
        for name in added {
            for index in lanes.indices.shuffled() { try await add(name, toLane: index, counting: counting) }
        }
        for lane in lanes {
            let list = lane.program.list
            _ = try await client.multi(added.map { .delete(try list.appending($0), version: nil) })
        }
        for index in lanes.indices { try await lanes[index].wait(until: "stopped", added) }
    }

    private mutating func add(_ name: ZNodeName, toLane index: Int, counting: Bool) async throws {
        let path = try lanes[index].program.list.appending(name)
        let sent = clock.now
        _ = try await client.create(path, data: Self.payload, mode: .persistent)
        let answered = clock.now
        let arrived = try await lanes[index].wait(until: "started", [name])
        guard counting else { return }
        lanes[index].samples.add(sent: sent, answered: answered, arrived: arrived)
    }

    private func names(_ kind: String, from first: Int, count: Int) -> [ZNodeName] {
        (first..<first + count).map { ZNodeName("\(kind)-\($0)") }
    }
}
