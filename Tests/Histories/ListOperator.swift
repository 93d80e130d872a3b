internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper
internal import Synchronization

/// Writes a list through a client of its own, which suffers from faults as any other, and knows what is meant to be on it.
final class ListOperator: Sendable {
    static let list: ZNodePath = "/list"

    let simulation: Simulation
    let client: SimulatedClient
    let publisher: AssignmentPublisher
    /// Another publisher of the same list, which has a client of its own.
    let rival: AssignmentPublisher?
    let seat: WorkerSeat
    let oracle: Oracle
    let takeSnapshot: @Sendable () -> Void
    private let plan: HistoryPlan
    private let declares: Atomic<Bool>
    /// What is meant to be on the list, by name, with its payload.
    private let meant = Mutex<[ThingID: [UInt8]]>([:])

    init(
        _ simulation: Simulation, _ plan: HistoryPlan, client: SimulatedClient, rival: SimulatedClient?,
        seat: WorkerSeat, oracle: Oracle,
        takeSnapshot: @escaping @Sendable () -> Void
    ) {
        self.simulation = simulation
        self.client = client
        self.seat = seat
        self.oracle = oracle
        self.plan = plan
        self.takeSnapshot = takeSnapshot
        declares = Atomic(plan.isDeclared)
        publisher = Self.publisher(simulation, plan, client, oracle, "marks")
        self.rival = rival.map { Self.publisher(simulation, plan, $0, oracle, "marks of the rival", isRival: true) }
    }

    /// A publisher of the same list, by the same clock.
    func makePublisher(_ client: any ZooKeeper, _ label: String) -> AssignmentPublisher {
        Self.publisher(simulation, plan, client, oracle, label)
    }

    private static func publisher(
        _ simulation: Simulation, _ plan: HistoryPlan, _ client: any ZooKeeper, _ oracle: Oracle, _ label: String,
        isRival: Bool = false
    ) -> AssignmentPublisher {
        let marks = Mutex(simulation.random(label))
        return AssignmentPublisher(
            zooKeeper: client, list: list, listName: DeclaredWord.listName, limit: plan.requestLimit,
            clock: simulation.clock,
            wallClock: { Self.time(simulation, plan, oracle, isRivals: isRival) },
            mark: { marks.withLock { $0.next() } }
        )
    }

    /// What the clock of a publisher says, which may be wrong.
    private static func time(
        _ simulation: Simulation, _ plan: HistoryPlan, _ oracle: Oracle, isRivals: Bool
    ) -> Int64 {
        let right = wallClock(simulation)
        let now = Int(simulation.now.elapsed / .milliseconds(1))
        let clocks = plan.clocks.filter { $0.isRivals == isRivals }
        guard let wrong = clocks.first(where: { ($0.from..<$0.until).contains(now) }) else {
            if clocks.contains(where: { $0.until <= now }) { oracle.happened(.clockSetBack) }
            return right
        }
        let time = wrong.time(right)
        oracle.happened(time == PublisherClock.end ? .clockAtTheEnd : .clockAhead)
        if plan.clocks.contains(where: { $0.isRivals != isRivals && ($0.from..<$0.until).contains(now) }) {
            oracle.happened(.twoClocks)
        }
        return time
    }

    /// What the clock on the wall says, in milliseconds since 1970.
    static func wallClock(_ simulation: Simulation) -> Int64 {
        1_700_000_000_000 + Int64(simulation.now.elapsed / .milliseconds(1))
    }

    static func thing(_ number: Int) -> ThingID { ThingID("t\(number)") }

    static func path(_ id: ThingID) -> ZNodePath {
        guard let path = try? list.appending(ZNodeName(bytes: id.bytes)) else {
            preconditionFailure("\(id) is no name of a znode")
        }
        return path
    }

    static let spoiled = Array("spoiled".utf8)

    // MARK: What is meant

    func mean(_ id: ThingID, _ payload: [UInt8]?) {
        meant.withLock { $0[id] = payload }
        if payload != nil { oracle.means(id) }
    }

    var meaning: [ThingID: [UInt8]] { meant.withLock(\.self) }

    /// The numbers of Things that are meant to be on the list, in order.
    var ids: [ThingID] { meaning.keys.sorted() }

    /// Whether the list is written with declarations.
    var isDeclared: Bool { declares.load(ordering: .relaxed) }

    /// Declares the list from now on.
    func declare() async {
        declares.store(true, ordering: .relaxed)
        await restate()
    }

    // MARK: Insisting

    /// Does something until it is done, or has an answer that does not change by trying.
    ///
    /// - Returns: nil when the task was cancelled.
    @discardableResult
    func insist<Value: Sendable>(
        _ work: () async throws(ZooKeeperError) -> Value
    ) async -> Result<Value, ZooKeeperError>? {
        while !Task.isCancelled {
            do throws(ZooKeeperError) {
                return .success(try await work())
            } catch {
                guard Self.passes(error) else { return .failure(error) }
            }
            await pause(200)
        }
        return nil
    }

    private static func passes(_ error: ZooKeeperError) -> Bool {
        [.connectionLoss, .sessionExpired, .cancelled].contains(error.code)
    }

    func pause(_ milliseconds: Int) async {
        try? await simulation.clock.sleep(for: .milliseconds(milliseconds))
    }

    // MARK: Bare writes

    func put(_ id: ThingID, _ payload: [UInt8], mode: CreateMode = .persistent) async {
        let path = Self.path(id)
        let created = await insist { () throws(ZooKeeperError) in
            try await client.create(path, data: payload, mode: mode)
        }
        guard case .failure(let error) = created, error.code == .nodeExists else { return }
        await insist { () throws(ZooKeeperError) in try await client.setData(payload, at: path, version: nil) }
    }

    func erase(_ id: ThingID) async {
        let path = Self.path(id)
        await insist { () throws(ZooKeeperError) in try await client.delete(path, version: nil) }
    }

    func createList() async {
        await insist { () throws(ZooKeeperError) in try await client.create(Self.list, data: nil, mode: .persistent) }
    }

    func listed() async -> [ThingID] {
        let children = await insist { () throws(ZooKeeperError) in try await client.children(of: Self.list) }
        guard case .success(let children) = children else { return [] }
        return children.names.map { ThingID(bytes: $0.bytes) }.sorted()
    }

    /// Puts back what is missing, one after the other, the list node first.
    func putBack(_ ids: [ThingID], pause: Int = 0) async {
        await createList()
        let present = Set(await listed())
        for id in ids where !present.contains(id) {
            await put(id, meaning[id] ?? Array(id.bytes))
            if pause > 0 { await self.pause(pause) }
        }
    }

    // MARK: Declared statements

    /// States the whole list until it stands.
    func restate() async {
        while !Task.isCancelled {
            do throws(PublisherError) {
                try await publisher.replace(with: meaning)
                return
            } catch {
                simulation.note("operator: replace: \(error)")
                if error.code == .foreignData { await clearData() }
            }
            await pause(300)
        }
    }

    func clearData() async {
        await insist { () throws(ZooKeeperError) in try await client.setData(nil, at: Self.list, version: nil) }
    }

    /// Makes a statement; where the list is not as declared, or the outcome is in doubt, the whole list is stated instead.
    func state(_ statement: () async throws(PublisherError) -> Void) async {
        do throws(PublisherError) {
            try await statement()
        } catch {
            simulation.note("operator: \(error)")
            await pause(100)
            await restate()
        }
    }
}
