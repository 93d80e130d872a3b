public import Holdfast
public import HoldfastZooKeeper
internal import Synchronization

extension Simulation {
    /// A publisher of a list that lives by the clock and the seed of this simulation.
    ///
    /// - Parameters:
    ///   - list: the node whose children are the Things.
    ///   - client: a client of the simulation. While it is not connected a statement fails at once: see
    ///     `connected()`.
    public func publisher(of list: ZNodePath, on client: SimulatedClient) -> AssignmentPublisher {
        let marks = Mutex(random("marks of \(list)"))
        return AssignmentPublisher(
            zooKeeper: client, list: list, limit: RequestSize.limit, clock: clock,
            wallClock: { Self.startOfTime + self.now.elapsed.wholeNanoseconds / 1_000_000 },
            mark: { marks.withLock { $0.next() } }
        )
    }

    /// The wall clock when a simulation begins, in milliseconds since 1970.
    private static let startOfTime = SimulatedEnsemble.Options().startOfTime
}
