internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper
internal import Synchronization

/// A worker whose ensemble has no quorum for a long while: nothing is decided, and everything is asked for again and again.
package struct Outage: Sendable {
    /// How long there is no quorum, in simulated time.
    package var lasts: Duration
    /// How many Things run.
    package var things: Int

    /// What became of it.
    package struct Outcome: Sendable {
        /// How many closures ended while there was no quorum.
        package var stops: Int
        /// How many steps the whole simulation took.
        package var steps: Int
        /// How long it took, in real time.
        package var took: Duration
    }

    package init(lasting lasts: Duration, things: Int = 2) {
        self.lasts = lasts
        self.things = things
    }

    /// Has a worker follow its list, takes the quorum from the servers, and gives it back.
    ///
    /// - Throws: `SimulationFailure` when the worker does not hold meanwhile, or does not follow afterwards.
    package func play(seed: UInt64) async throws -> Outcome {
        let begun = ContinuousClock.now
        let (stops, steps) = try await Simulation.run(seed: seed) { simulation in
            let ensemble = try SimulatedEnsemble(simulation, servers: 3)
            try await write(on: ensemble, in: simulation)
            let ends = Mutex(0)
            let worker = HoldfastWorker(
                client: ensemble.client(), list: ListOperator.list,
                logger: .silent
            ) { _ in
                defer { ends.withLock { $0 += 1 } }
                _ = await OneShot<Never>().value()
            }
            return try await simulation.run(worker) {
                try await follows(worker, in: simulation)
                try ensemble.begin(.loseQuorum)
                try await simulation.clock.sleep(for: lasts)
                try simulation.require(
                    worker.posture.isHolding && worker.posture.assigned == things, "the worker does not hold")
                let stops = ends.withLock(\.self)
                try ensemble.end(.loseQuorum)
                try await follows(worker, in: simulation)
                return (stops, simulation.steps)
            }
        }
        return Outcome(stops: stops, steps: steps, took: begun.duration(to: .now))
    }

    private func write(on ensemble: SimulatedEnsemble, in simulation: Simulation) async throws {
        let client = ensemble.client()
        try await client.connected()
        let list = (1...things).map { (ListOperator.thing($0), [UInt8]()) }
        try await simulation.publisher(of: ListOperator.list, on: client)
            .replace(with: Dictionary(uniqueKeysWithValues: list))
        client.close()
    }

    private func follows(_ worker: HoldfastWorker, in simulation: Simulation) async throws {
        try await simulation.until("the worker follows", within: .seconds(60)) {
            !worker.posture.isHolding && worker.posture.assigned == things
        }
    }
}
