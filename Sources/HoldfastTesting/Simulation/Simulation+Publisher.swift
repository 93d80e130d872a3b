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
    ///   - listName: the name that the list is given, by which a worker tells it from a stranger's of the same path.
    ///   - requestLimit: how many bytes one request may take; a small one has even short statements go in several requests.
    public func publisher(
        of list: ZNodePath, on client: SimulatedClient, listName: String? = nil, requestLimit: Int = 1_048_575
    ) -> AssignmentPublisher {
        let number = publishers.wrappingAdd(1, ordering: .relaxed).oldValue
        // Each has its own: by its mark a publisher knows its statement from that of another.
        let marks = Mutex(random("marks of publisher \(number)"))
        return AssignmentPublisher(
            zooKeeper: client, list: list, listName: listName, limit: min(requestLimit, RequestSize.limit),
            clock: clock,
            wallClock: wallClock(of: client), mark: { marks.withLock { $0.next() } }
        )
    }

    /// The milliseconds since 1970, as the leader of the ensemble of that client counts them.
    func wallClock(of client: any ZooKeeper) -> @Sendable () -> Int64 {
        let options = (client as? SimulatedClient)?.ensemble.options ?? SimulatedEnsemble.Options()
        return { options.startOfTime + self.now.elapsed.wholeMilliseconds }
    }
}
