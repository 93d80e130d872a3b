internal import HoldfastZooKeeper

/// What can happen in a simulated ensemble: each is scheduled for a moment, and handled then.
enum EnsembleEvent: Sendable {
    // Between clients and servers.
    case knock(connection: Int)
    case toServer(connection: Int, ClientMessage)
    case toClient(connection: Int, ServerMessage)
    // Between servers. The term names the relation of a leader and a follower: what belongs to a former one is void.
    case toPeer(from: Int, to: Int, term: Int, PeerMessage)
    case apply(server: Int, term: Int, Application)
    case election
    case joined(server: Int, term: Int)
    case leaderLost(server: Int, term: Int)
    case silenceEnds(follower: Int, leader: Int, term: Int)
    case quorumCheck(server: Int, term: Int)
    case expiryCheck(server: Int, term: Int)
    case mortalCheck(server: Int, term: Int)
    // In a client.
    case clientTimer(client: Int, at: Duration)
    case handleTimer(client: Int, handle: Int, connection: Int)
    case reconnect(client: Int, handle: Int)
    case retire(client: Int, handle: Int)
    case close(client: Int, handle: Int)
}

extension EnsembleEvent {
    /// The connection of a client that it belongs to.
    var connection: Int? {
        switch self {
        case .knock(let id), .toServer(let id, _), .toClient(let id, _): id
        case .toPeer, .apply, .election, .joined, .leaderLost, .silenceEnds, .quorumCheck, .expiryCheck, .mortalCheck,
            .clientTimer, .handleTimer, .reconnect, .retire, .close:
            nil
        }
    }
}

/// What servers tell each other.
enum PeerMessage: Sendable {
    // To the leader.
    case write(WriteRequest, session: Int64, Origin)
    case openSession(Int64, timeout: Duration, Origin)
    case resumeSession(Int64, Origin)
    case closeSession(Int64, Origin)
    case touch(Int64)
    case sync(Origin)
    case acknowledge(zxid: Int64)
    // To a follower.
    case propose(LogEntry)
    case commit(zxid: Int64)
    case synced(Origin)
    case sessionResumed(Int64, timeout: Duration?, Origin)
}

/// What a server carries out in the order in which it learned of it.
enum Application: Sendable {
    case commit(zxid: Int64)
    case synced(Origin)
}

/// What is to be done outside of the lock.
enum Effect: Sendable {
    case schedule(EnsembleEvent, at: Duration)
    case answer(OneShot<OperationResult>, OperationResult)
    case release(Permits)
    case refuse(Permits, ZooKeeperError)
    case end(Watch, Watch.Outcome)
    case publish(client: Int, SessionState)
    case observe(ListObserver, ListObservation)
}

/// What became of an operation of a client.
typealias OperationResult = Result<Answer, ZooKeeperError>
