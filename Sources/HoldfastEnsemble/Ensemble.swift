import Foundation
public import Logging

/// One to five real ZooKeeper servers on 127.0.0.1, for tests, demonstrations and benchmarks.
///
/// The servers are Debian's `zookeeper` package run by `java`. Each has its own ports and its own temporary folder, and a
/// ``FaultProxy`` in front of it. They end with the body they were started for, and also when this process is killed.
///
/// ```swift
/// try await Ensemble.with(servers: 3) { ensemble in
///     try await ensemble.leader()?.kill()
///     try await ensemble.waitUntilServing()
/// }
/// ```
public final class Ensemble: Sendable {
    /// The servers, in the order of their ids.
    public let servers: [EnsembleServer]

    /// The ways between the servers, one for each that may call another; none without
    /// ``Options/hasProxiesBetweenServers``.
    public let links: [ServerLink]

    let options: Options
    let root: URL
    let ports: PortBlock

    /// Describes the ensemble; nothing is made or started yet.
    init(count: Int, options: Options, ports: PortBlock, installation: Installation, launcher: ServerLauncher) {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("holdfast-\(UUID().uuidString)")
        self.servers = (1...count).map { id in
            let files = ServerFiles(id: id, root: root)
            var command = installation.command(
                configuration: files.configurationPath, heapMegabytes: options.heapMegabytes,
                javaArguments: options.javaArguments)
            if options.hasFaultyDisks {
                command = DiskShim.command(
                    command, library: Self.diskLibrary(in: root), control: files.diskControl.url, folder: files.data)
            }
            return EnsembleServer(
                id: id, ports: ports.ports(ofServer: id), files: files, command: command, options: options,
                launcher: launcher
            )
        }
        self.links =
            options.hasProxiesBetweenServers
            ? (1...count).flatMap { from in
                (1...count).filter { $0 != from }.map { to in
                    let between = ports.ports(ofLinkFrom: from, to: to)
                    return ServerLink(from: from, to: to, ports: between, target: ports.ports(ofServer: to))
                }
            } : []
        self.options = options
        self.root = root
        self.ports = ports
    }

    /// The servers' own ports, as clients want them: `127.0.0.1:PORT,127.0.0.1:PORT`.
    public var connectString: String {
        self.servers.map { "127.0.0.1:\($0.clientPort)" }.joined(separator: ",")
    }

    /// The ports of the proxies in front of the servers, in the same form.
    public var proxiedConnectString: String {
        self.servers.map { "127.0.0.1:\($0.proxy.port)" }.joined(separator: ",")
    }

    /// Starts servers, waits until all of them serve, runs the body, and ends every process however the body ends.
    ///
    /// - Parameters:
    ///   - servers: How many, from 1 to 5. One server stands alone, without elections.
    ///   - options: How they are set up.
    ///   - logger: Is told, at debug level, what is started and ended.
    ///   - body: May use the ensemble until it returns, and no longer.
    /// - Throws: What the body throws; ``EnsembleError`` when the servers can not be started, with the code
    ///   `invalidServerCount`, `javaMissing`, `zooKeeperMissing`, `noFreePorts`, `launchFailed` or `notServing`.
    public static func with<Value: Sendable>(
        servers count: Int = 3,
        options: Options = Options(),
        logger: Logger? = nil,
        _ body: (Ensemble) async throws -> Value
    ) async throws -> Value {
        guard (1...5).contains(count) else {
            throw EnsembleError(.invalidServerCount, "an ensemble has 1 to 5 servers, not \(count)")
        }
        let installation = try Installation.find()
        let launcher = ServerLauncher()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await launcher.run() }
            defer { launcher.finish() }
            let ensemble = try await Self.start(count, options, installation, launcher)
            logger?.debug("ensemble serves", metadata: ["servers": "\(ensemble.connectString)"])
            let outcome: Result<Value, any Error>
            do {
                outcome = .success(try await body(ensemble))
            } catch {
                outcome = .failure(error)
            }
            await ensemble.end()
            logger?.debug("ensemble ended")
            return try outcome.get()
        }
    }

    /// The server that leads, `nil` while there is none. A hung or dead server never counts.
    public func leader() async throws -> EnsembleServer? {
        try Task.checkCancellation()
        return await self.census().leader
    }

    /// Waits until a quorum serves: a leader exists, and with its followers it is a majority.
    ///
    /// - Throws: ``EnsembleError`` with the code `notServing`, and the end of every server's log, when it takes longer than
    ///   ``Options/servingLimit``.
    public func waitUntilServing() async throws {
        try await self.waitUntilServing(atLeast: self.servers.count / 2 + 1, allMustRun: false)
    }

    /// Kills all servers, empties their data folders, and starts them again: an ensemble that has forgotten everything.
    ///
    /// Returns as soon as the processes exist; ``waitUntilServing()`` waits for more. Servers that were stopped are started
    /// too.
    public func wipe() async throws {
        await self.killAll()
        for server in self.servers { try await server.wipe() }
        for server in self.servers { try await server.start() }
    }
}
