import Foundation

/// How an ensemble comes up and goes down.
extension Ensemble {
    /// A stranger may take a port between our look at it and the server's start, so the first failure is not the last word.
    private static let startAttempts = 3

    /// Starts an ensemble and waits until all of its servers serve. A failed start leaves nothing behind.
    static func start(
        _ count: Int,
        _ options: Options,
        _ installation: Installation,
        _ launcher: ServerLauncher
    ) async throws -> Ensemble {
        var attempt = 1
        while true {
            let ports = try await PortBlock.reserve(forServers: count)
            let ensemble = Ensemble(
                count: count, options: options, ports: ports, installation: installation, launcher: launcher
            )
            do {
                try await ensemble.begin()
                return ensemble
            } catch {
                await ensemble.end()
                guard let error = error as? EnsembleError, error.code == .portTaken, attempt < Self.startAttempts else {
                    throw error
                }
                attempt += 1
            }
        }
    }

    /// Ends all servers and proxies, removes the folder, and gives the ports back.
    func end() async {
        await self.killAll()
        // It fails only where there is nothing left to close.
        for server in self.servers { try? await server.releaseMemory() }
        for server in self.servers { await server.proxy.close() }
        for proxy in self.links.flatMap(\.proxies) { await proxy.close() }
        // Where a start failed early there is no folder yet; and a left-over in the temporary folder is no reason to hide
        // what the body has to say.
        try? FileManager.default.removeItem(at: self.root)
        await self.ports.release()
    }

    /// Kills all servers at once, and waits until their processes are gone.
    func killAll() async {
        await withDiscardingTaskGroup { group in
            for server in self.servers {
                group.addTask { await server.end() }
            }
        }
    }

    static func diskLibrary(in root: URL) -> URL {
        root.appendingPathComponent("disk.so")
    }

    private func begin() async throws {
        let ids = self.servers.map(\.id)
        let everyPort = Dictionary(uniqueKeysWithValues: ids.map { ($0, self.ports.ports(ofServer: $0)) })
        for server in self.servers {
            let own = self.links.filter { $0.from == server.id }
            let links = own.map { ($0.to, LinkPorts(quorum: $0.quorum.port, election: $0.election.port)) }
            try server.files.create(
                ports: everyPort, links: Dictionary(uniqueKeysWithValues: links), options: self.options)
            try await server.proxy.open()
        }
        for proxy in self.links.flatMap(\.proxies) { try await proxy.open() }
        if self.options.hasFaultyDisks { try await DiskShim.compile(to: Self.diskLibrary(in: self.root)) }
        for server in self.servers { try await server.start() }
        try await self.waitUntilServing(atLeast: self.servers.count, allMustRun: true)
    }
}
