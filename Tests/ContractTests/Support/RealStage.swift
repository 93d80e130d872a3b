import HoldfastEnsemble
import Logging
import Synchronization
import Testing

@testable import HoldfastZooKeeper

/// The contract on real servers. Every client reaches them through their proxies.
struct RealStage: Stage {
    let ensemble: Ensemble
    private let killed = Killed()

    init(_ ensemble: Ensemble) {
        self.ensemble = ensemble
    }

    private final class Killed: Sendable {
        let server = Mutex<EnsembleServer?>(nil)
    }

    func with(timeout: Duration, _ body: (any ZooKeeper) async throws -> Void) async throws {
        var configuration = ZooKeeperClient.Configuration(servers: try ServerList(ensemble.proxiedConnectString))
        configuration.sessionTimeout = timeout
        let client = ZooKeeperClient(
            configuration: configuration, logger: Logger(label: "contract") { _ in SwiftLogNoOpLogHandler() }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            let outcome: Result<Void, any Error>
            do {
                try await client.connected()
                outcome = .success(try await body(client))
            } catch {
                outcome = .failure(error)
            }
            await client.close()
            try await group.waitForAll()
            try outcome.get()
        }
    }

    func close(_ client: any ZooKeeper) async {
        await (client as? ZooKeeperClient)?.close()
    }

    func cut(_ client: any ZooKeeper) async throws {
        for server in ensemble.servers { try await server.proxy.cut() }
    }

    func refuse(_ client: any ZooKeeper) async throws {
        for server in ensemble.servers { try await server.proxy.slam() }
    }

    func reconnect(_ client: any ZooKeeper) async throws {
        for server in ensemble.servers { try await server.proxy.restore() }
    }

    /// Takes the session over with a handle of its own and closes that, which ends the session for all.
    func expire(_ client: any ZooKeeper) async throws {
        let session = try await client.connected().sessionID
        let credentials = SessionCredentials(id: session, password: ServerPassword.of(session))
        let (events, inbox) = AsyncStream.makeStream(of: HandleEvent.Kind.self)
        let handle = Handle(inFlight: 1) { inbox.yield($0.kind) }
        let port = UInt16(ensemble.servers.first(where: \.isRunning)?.clientPort ?? 0)
        let address = ServerAddress(host: "127.0.0.1", port: port)
        try #require(await handle.open(address, timeout: .seconds(4), resuming: credentials))
        for await event in events {
            if case .connected(let grant) = event {
                #expect(grant.credentials == credentials, "the servers gave another session")
                break
            }
        }
        #expect(await handle.close(.closed, sparingConnected: false, grace: .seconds(1)))
    }

    func killLeader() async throws {
        let leader = try #require(try await ensemble.leader())
        try await leader.kill()
        killed.server.withLock { $0 = leader }
    }

    func restoreLeader() async throws {
        try await killed.server.withLock { $0 }?.start()
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
