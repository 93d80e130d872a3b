import Foundation

/// The folder of one server: its configuration, its log, and its data.
struct ServerFiles: Sendable {
    let id: Int
    /// The folder of the whole ensemble.
    let root: URL

    private var folder: URL { self.root.appendingPathComponent("server-\(self.id)") }
    var data: URL { self.folder.appendingPathComponent("data") }
    private var configuration: URL { self.folder.appendingPathComponent("zoo.cfg") }
    private var log: URL { self.folder.appendingPathComponent("server.log") }

    var diskControl: DiskControl { DiskControl(url: self.folder.appendingPathComponent("disk")) }

    var rootPath: String { self.root.path }
    var configurationPath: String { self.configuration.path }
    var logPath: String { self.log.path }

    /// Makes the folder with the server's configuration and identity.
    ///
    /// - Parameters:
    ///   - ports: Where each server listens, by id.
    ///   - links: Where this server finds the others, by id, when that is elsewhere.
    func create(ports: [Int: ServerPorts], links: [Int: LinkPorts], options: Ensemble.Options) throws {
        try FileManager.default.createDirectory(at: self.data, withIntermediateDirectories: true)
        try self.diskControl.create()
        try Data("\(self.id)\n".utf8).write(to: self.data.appendingPathComponent("myid"))
        try Data(self.settings(ports: ports, links: links, options: options).utf8).write(to: self.configuration)
    }

    /// Empties the data folder but for `myid`, as a lost disk that was replaced.
    func wipe() throws {
        let entries = try FileManager.default.contentsOfDirectory(at: self.data, includingPropertiesForKeys: nil)
        for entry in entries where entry.lastPathComponent != "myid" {
            try FileManager.default.removeItem(at: entry)
        }
    }

    /// Copies the data folder, which no server may be writing to.
    func copyData(to copy: URL) throws {
        try FileManager.default.copyItem(at: self.data, to: copy)
    }

    /// Puts a copy in the place of the data folder.
    func replaceData(with copy: URL) throws {
        try FileManager.default.removeItem(at: self.data)
        try FileManager.default.copyItem(at: copy, to: self.data)
    }

    /// The last lines of the server's log, for a person who wonders why it does not serve.
    func logTail(lines: Int = 15) -> String {
        guard let content = try? Data(contentsOf: self.log) else { return "(no log)" }
        let text = String(decoding: content, as: UTF8.self)
        return text.split(separator: "\n").suffix(lines).joined(separator: "\n")
    }

    /// Whether the server failed because a port of its was in use.
    func logTellsOfTakenPort() -> Bool {
        let tail = self.logTail(lines: 200)
        return tail.contains("BindException") || tail.contains("Address already in use")
    }

    private func settings(ports: [Int: ServerPorts], links: [Int: LinkPorts], options: Ensemble.Options) -> String {
        guard let own = ports[self.id] else { preconditionFailure("no ports for server \(self.id)") }
        var lines = [
            "tickTime=\(Int(options.tickTime / .milliseconds(1)))",
            // In ticks. By default that is 5 s to join, and 1.6 s of silence until a hung server is given up.
            "initLimit=25", "syncLimit=8",
            "dataDir=\(self.data.path)",
            "clientPort=\(own.client)", "clientPortAddress=127.0.0.1", "maxClientCnxns=0",
            "4lw.commands.whitelist=*", "admin.enableServer=false",
            // Nothing here outlives its test: no need to wait for the disk, or to reserve 64 MiB for each log file.
            "forceSync=no", "preAllocSize=1024",
            "extendedTypesEnabled=true",
        ]
        if ports.count > 1 {
            lines += ports.sorted { $0.key < $1.key }.map { id, ports in
                "server.\(id)=127.0.0.1:\(links[id]?.quorum ?? ports.quorum):\(links[id]?.election ?? ports.election)"
            }
        }
        if options.hasFaultyDisks { lines.append("forceSync=yes") }
        // Of two lines with one key the servers take the last.
        lines += options.settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return lines.joined(separator: "\n") + "\n"
    }
}
