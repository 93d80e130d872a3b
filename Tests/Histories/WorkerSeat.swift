internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper
internal import Synchronization

/// The worker that runs at present: one follows another where it is restarted.
final class WorkerSeat: Sendable {
    /// One worker, from its beginning to its end.
    struct Life: Sendable {
        var number: Int
        var worker: HoldfastWorker
        var client: SimulatedClient
        /// When it began, on the simulation's clock.
        var began: Duration
        /// Says that it is to end, and how.
        let departure = OneShot<Departure>()
    }

    /// How a worker goes, and for how long there is none.
    struct Departure: Sendable {
        var manner: OperatorAction.Departure
        var pause: Int
        var isLast = false
    }

    private let simulation: Simulation
    private let oracle: Oracle
    private let make: @Sendable () -> (HoldfastWorker, SimulatedClient)
    private let present: Mutex<Life>
    /// What was held when an operator looked.
    private let noted = Mutex<Posture?>(nil)

    init(
        _ simulation: Simulation, _ oracle: Oracle, make: @escaping @Sendable () -> (HoldfastWorker, SimulatedClient)
    ) {
        self.simulation = simulation
        self.oracle = oracle
        self.make = make
        let (worker, client) = make()
        present = Mutex(Life(number: 1, worker: worker, client: client, began: .zero))
    }

    var life: Life { present.withLock(\.self) }
    var worker: HoldfastWorker { life.worker }

    /// Another worker takes the place of the one that has ended.
    func replace() -> Life {
        let (worker, client) = make()
        let began = simulation.now.elapsed
        return present.withLock { present in
            present = Life(number: present.number + 1, worker: worker, client: client, began: began)
            return present
        }
    }

    /// Ends the worker, and waits until another has begun.
    func restart(_ manner: OperatorAction.Departure, pause: Int) async {
        let life = life
        oracle.restarts(manner, isHolding: life.worker.posture.isHolding)
        life.departure.set(Departure(manner: manner, pause: pause))
        while self.life.number == life.number, !Task.isCancelled {
            try? await simulation.clock.sleep(for: .milliseconds(50))
        }
    }

    /// Ends the worker for good.
    func end() {
        life.departure.set(Departure(manner: .end, pause: 0, isLast: true))
    }

    // MARK: The words of operators

    /// The token of what is held, which is about to be approved.
    func tokenToApprove() -> ApprovalToken? { tokenToApprove(worker.posture) }

    private func tokenToApprove(_ posture: Posture) -> ApprovalToken? {
        // Nobody who reads what is held approves a stranger's list.
        guard let token = posture.approvalToken, !posture.reasons.contains(.listOfAnotherName) else { return nil }
        oracle.approved(token, stopping: Set(posture.removals.map(\.thing)))
        return token
    }

    /// An operator looks at what is held, and takes the time to think.
    func noteToken() {
        let posture = worker.posture
        noted.withLock { $0 = posture }
    }

    func approveNoted() async {
        guard let posture = noted.withLock(\.self), let token = tokenToApprove(posture) else { return }
        oracle.happened(.approvedLate)
        try? await worker.approve(token)
    }

    func approve() async {
        guard let token = tokenToApprove() else { return }
        try? await worker.approve(token)
    }

    func stop(_ id: ThingID) async {
        oracle.stops(id)
        do {
            try await worker.stop(id)
        } catch {
            oracle.starts(id)
        }
    }

    func startAll() async {
        for id in oracle.resting.sorted() {
            oracle.starts(id)
            try? await worker.start(id)
        }
    }
}
