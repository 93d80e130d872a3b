import ClientSupport
import Synchronization
import Testing

@testable import HoldfastEnsemble
@testable import HoldfastZooKeeper

/// The contract on real servers. Each client reaches them through proxies of its own.
struct RealStage: Stage {
    let ensemble: Ensemble
    private let state = State()

    init(_ ensemble: Ensemble) {
        self.ensemble = ensemble
    }

    private final class State: Sendable {
        let killed = Mutex<EnsembleServer?>(nil)
        let proxies = Mutex<[ObjectIdentifier: [FaultProxy]]>([:])
    }

    func with(timeout: Duration, _ body: (any ZooKeeper) async throws -> Void) async throws {
        let ports = try await PortBlock.reserve(forServers: ensemble.servers.count)
        let proxies = ensemble.servers.map { server in
            FaultProxy(port: ports.ports(ofServer: server.id).proxy, serverPort: server.clientPort)
        }
        for proxy in proxies { try await proxy.open() }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await with(proxies, timeout: timeout, body))
        } catch {
            outcome = .failure(error)
        }
        for proxy in proxies { await proxy.close() }
        await ports.release()
        try outcome.get()
    }

    private func with(
        _ proxies: [FaultProxy], timeout: Duration, _ body: (any ZooKeeper) async throws -> Void
    ) async throws {
        let addresses = proxies.map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
        try await withConnectedClient(addresses, timeout: timeout) { client in
            state.proxies.withLock { $0[ObjectIdentifier(client)] = proxies }
            defer { state.proxies.withLock { $0[ObjectIdentifier(client)] = nil } }
            try await body(client)
        }
    }

    private func proxies(of client: any ZooKeeper) throws -> [FaultProxy] {
        let client = try #require(client as? ZooKeeperClient)
        return try #require(state.proxies.withLock { $0[ObjectIdentifier(client)] })
    }

    func close(_ client: any ZooKeeper) async {
        await (client as? ZooKeeperClient)?.close()
    }

    func cut(_ client: any ZooKeeper) async throws {
        for proxy in try proxies(of: client) { try await proxy.cut() }
    }

    func refuse(_ client: any ZooKeeper) async throws {
        for proxy in try proxies(of: client) { try await proxy.slam() }
    }

    func reconnect(_ client: any ZooKeeper) async throws {
        for proxy in try proxies(of: client) { try await proxy.restore() }
    }

    /// Takes the session over with a handle of its own and closes that, which ends the session for all. The client is kept
    /// out meanwhile, or it would take the session back.
    func expire(_ client: any ZooKeeper) async throws {
        let session = try await client.connected().sessionID
        try await refuse(client)
        let credentials = SessionCredentials(id: session, password: ServerPassword.of(session))
        let (events, inbox) = AsyncStream.makeStream(of: HandleEvent.Kind.self)
        let port = UInt16(ensemble.servers.first(where: \.isRunning)?.clientPort ?? 0)
        let address = ServerAddress(host: "127.0.0.1", port: port)
        let handle = Handle(at: address, HandleLimits(), HandleHooks { inbox.yield($0.kind) })
        try #require(await handle.open(timeout: .seconds(4), resuming: credentials))
        for await event in events {
            if case .connected(let grant) = event {
                #expect(grant.credentials == credentials, "the servers gave another session")
                break
            }
        }
        #expect(await handle.close(.closed, sparingConnected: false, grace: .seconds(1)))
        try await reconnect(client)
    }

    /// It passes by itself.
    func moment() async throws {}

    func killLeader() async throws {
        let leader = try #require(try await ensemble.leader())
        try await leader.kill()
        state.killed.withLock { $0 = leader }
    }

    func restoreLeader() async throws {
        try await state.killed.withLock { $0 }?.start()
        for server in ensemble.servers {
            let serves = try await eventually {
                // A server that does not serve says so in place of its mode.
                (try? await server.fourLetterWord("srvr"))?.contains("Mode:") == true
            }
            try #require(serves)
        }
    }

    func eventually(_ isSo: () async throws -> Bool) async throws -> Bool {
        try await Poll.until(every: .milliseconds(5), limit: .seconds(30)) { try await isSo() ? true : nil } == true
    }
}
