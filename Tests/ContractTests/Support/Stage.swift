import HoldfastZooKeeper

/// Where the contract is played: a simulated ensemble or real servers, with the same cases.
protocol Stage: Sendable {
    /// Runs the body with a client that is connected, and closes the client afterwards.
    func with(timeout: Duration, _ body: (any ZooKeeper) async throws -> Void) async throws
    /// The user closes the client.
    func close(_ client: any ZooKeeper) async
    /// The connection of the client is reset.
    func cut(_ client: any ZooKeeper) async throws
    /// The servers end the session of the client.
    func expire(_ client: any ZooKeeper) async throws
    /// The client reaches nobody until ``reconnect(_:)``: its connection is reset, and every new one.
    func refuse(_ client: any ZooKeeper) async throws
    func reconnect(_ client: any ZooKeeper) async throws
    /// The leader is killed, and started again by ``restoreLeader()``, which waits until all serve.
    func killLeader() async throws
    func restoreLeader() async throws
    /// Lets some of the time pass that a request takes.
    func moment() async throws
    /// Waits until it is so, and says whether it came true.
    func eventually(_ isSo: () async throws -> Bool) async throws -> Bool
}

extension Stage {
    func with(_ body: (any ZooKeeper) async throws -> Void) async throws {
        try await with(timeout: .seconds(4), body)
    }

    func with(_ body: (any ZooKeeper, any ZooKeeper) async throws -> Void) async throws {
        try await with { one in try await with { other in try await body(one, other) } }
    }
}

extension ZooKeeper {
    /// Waits until it is connected once more than that.
    func connected(after former: SessionConnection) async throws -> SessionConnection {
        for await state in sessionStates {
            if case .connected(let connection) = state, connection.ordinal > former.ordinal { return connection }
        }
        throw ZooKeeperError(.closed, "the states ended")
    }
}
