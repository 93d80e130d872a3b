import Foundation

/// A copy of the data folders of all servers of an ``Ensemble``, as they stood at one time.
///
/// It lies in the ensemble's own folder and goes with it.
public struct EnsembleBackup: Sendable {
    let folder: URL

    func data(of server: Int) -> URL {
        folder.appendingPathComponent("server-\(server)")
    }
}

extension Ensemble {
    /// Stops all servers, copies their data folders, and starts them again.
    ///
    /// Returns as soon as the processes exist; ``waitUntilServing()`` waits for more. Servers that were stopped are started
    /// too.
    /// - Throws: The file system's error; ``EnsembleError`` with the code `launchFailed` or `ended`.
    public func backUp() async throws -> EnsembleBackup {
        let name = "backup-\(UUID().uuidString)"
        let backup = EnsembleBackup(folder: self.root.appendingPathComponent(name))
        try FileManager.default.createDirectory(at: backup.folder, withIntermediateDirectories: true)
        for server in self.servers where server.isRunning { try await server.stop() }
        for server in self.servers { try server.files.copyData(to: backup.data(of: server.id)) }
        for server in self.servers { try await server.start() }
        return backup
    }

    /// Kills all servers, puts a backup in the place of their data, and starts them again: an ensemble that came back in the
    /// past.
    ///
    /// Returns as soon as the processes exist; ``waitUntilServing()`` waits for more. The backup can be used again.
    /// - Throws: As ``backUp()``.
    public func restore(_ backup: EnsembleBackup) async throws {
        await self.killAll()
        for server in self.servers { try server.files.replaceData(with: backup.data(of: server.id)) }
        for server in self.servers { try await server.start() }
    }
}
