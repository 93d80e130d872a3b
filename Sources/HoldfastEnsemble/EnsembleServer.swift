import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// One real ZooKeeper server of an ``Ensemble``: start it, end it, hang it, empty its disk, ask it.
///
/// A server keeps its ports and its data folder from one start to the next, until ``wipe()``. Use it only within the body
/// of ``Ensemble/with(servers:options:logger:_:)``.
public final class EnsembleServer: Sendable {
    /// The server's number in the ensemble, from 1.
    public let id: Int
    /// The port on 127.0.0.1 on which the server itself takes clients.
    public let clientPort: Int
    /// The proxy in front of the server: clients connected through its port can be cut off.
    public let proxy: FaultProxy

    let files: ServerFiles
    /// The greatest size of the server's heap.
    let heapMegabytes: Int
    /// Where the server's disk is told to fail, nil when it can not be.
    let diskControl: DiskControl?
    private let command: [String]
    private let launcher: ServerLauncher
    private let process = Mutex<ServerProcess?>(nil)
    private let afflictions = Mutex(Afflictions())

    init(
        id: Int, ports: ServerPorts, files: ServerFiles, command: [String], options: Ensemble.Options,
        launcher: ServerLauncher
    ) {
        self.id = id
        self.heapMegabytes = options.heapMegabytes
        self.diskControl = options.hasFaultyDisks ? files.diskControl : nil
        self.clientPort = ports.client
        self.files = files
        self.command = command
        self.launcher = launcher
        self.proxy = FaultProxy(port: ports.proxy, serverPort: ports.client)
    }

    /// Whether the server's process exists, hung or not. It may not serve yet, or no longer.
    public var isRunning: Bool { self.running != nil }

    /// The id of the server's process, `nil` while there is none.
    public var processIdentifier: Int32? { self.running?.identifier }

    /// Starts the server on the ports and with the data it had before.
    ///
    /// Returns as soon as the process exists; ``Ensemble/waitUntilServing()`` waits for more.
    /// - Throws: ``EnsembleError`` with the code `alreadyRunning`, `launchFailed` or `ended`.
    public func start() async throws {
        // What filled the memory of the last process must not fill this one's.
        try await self.releaseMemory()
        let next = ServerProcess(files: self.files, command: self.command)
        try self.process.withLock { process in
            if process?.isRunning == true { throw self.error(.alreadyRunning, "runs already") }
            process = next
        }
        try await self.launcher.launch(next)
    }

    /// Asks the server to end (SIGTERM) and waits until it has. A hung server is woken for it; one that has not ended after
    /// 10 s is killed.
    ///
    /// - Throws: ``EnsembleError`` with the code `notRunning`.
    public func stop() async throws {
        let process = try self.requireRunning()
        self.endStarvation()
        process.signal(SIGTERM)
        process.signal(SIGCONT)
        await withDiscardingTaskGroup { group in
            group.addTask {
                // Cancelled means that it ended in time.
                guard (try? await ContinuousClock().sleep(for: .seconds(10))) != nil else { return }
                process.signal(SIGKILL)
            }
            await process.ended.value
            group.cancelAll()
        }
    }

    /// Kills the server (SIGKILL), hung or not, and waits until its process is gone.
    ///
    /// - Throws: ``EnsembleError`` with the code `notRunning`.
    public func kill() async throws {
        _ = try self.requireRunning()
        await self.end()
    }

    /// Stops the server in its tracks (SIGSTOP): its connections stay open, and nobody answers on them. It stands when this
    /// returns.
    ///
    /// - Throws: ``EnsembleError`` with the code `notRunning`.
    public func hang() async throws {
        let process = try self.requireRunning()
        self.endStarvation()
        try await process.stop()
    }

    /// Lets a hung or starved server run on (SIGCONT).
    ///
    /// - Throws: ``EnsembleError`` with the code `notRunning`.
    public func resume() async throws {
        let process = try self.requireRunning()
        self.endStarvation()
        process.signal(SIGCONT)
    }

    /// Empties the data folder of the stopped server, which keeps its identity: a disk that was lost and replaced.
    ///
    /// - Throws: ``EnsembleError`` with the code `alreadyRunning`; or the file system's error.
    public func wipe() async throws {
        if self.isRunning { throw self.error(.alreadyRunning, "runs: end it before its disk is wiped") }
        try self.files.wipe()
    }

    /// Asks the server one of ZooKeeper's four letter words, for instance `srvr`, `ruok` or `mntr`, on its own port.
    ///
    /// - Returns: The whole answer.
    /// - Throws: ``EnsembleError`` with the code `noAnswer` when none came within a second.
    public func fourLetterWord(_ word: String) async throws -> String {
        try await FourLetterWord.ask(word, port: self.clientPort, limit: .seconds(1))
    }

    /// What the server says of itself; `nil` when it does not run, hangs, or serves nobody.
    func report() async -> ServerReport? {
        guard self.isRunning else { return nil }
        let answer = try? await FourLetterWord.ask("srvr", port: self.clientPort, limit: .milliseconds(500))
        return answer.flatMap(ServerReport.init)
    }

    /// Kills the server if it runs, and waits until its process is gone.
    func end() async {
        guard let process = self.running else { return }
        // One that is just being launched has no process id yet to send a signal to.
        _ = await process.started.value
        self.endStarvation()
        process.signal(SIGKILL)
        await process.ended.value
    }

    private var running: ServerProcess? {
        self.process.withLock { process in process?.isRunning == true ? process : nil }
    }

    func requireRunning() throws(EnsembleError) -> ServerProcess {
        guard let process = self.running else { throw self.error(.notRunning, "does not run") }
        return process
    }

    private func error(_ code: EnsembleError.Code, _ what: String) -> EnsembleError {
        EnsembleError(code, "server \(self.id) \(what)")
    }
}

/// What ails the server until somebody ends it.
extension EnsembleServer {
    private struct Afflictions {
        var starvation: Starvation?
        var hog: MemoryHog?
    }

    /// Begins a starvation in the place of the one before.
    func starve(_ make: (ServerProcess) -> Starvation) throws(EnsembleError) {
        let starvation = make(try self.requireRunning())
        self.replaceStarvation(starvation)
        starvation.begin()
    }

    private func endStarvation() {
        self.replaceStarvation(nil)
    }

    private func replaceStarvation(_ next: Starvation?) {
        let last = self.afflictions.withLock { afflictions in
            defer { afflictions.starvation = next }
            return afflictions.starvation
        }
        last?.end()
    }

    /// What fills the memory of the running server.
    func hog() throws(EnsembleError) -> MemoryHog {
        _ = try self.requireRunning()
        return self.afflictions.withLock { afflictions in
            let hog = afflictions.hog ?? MemoryHog(port: self.clientPort)
            afflictions.hog = hog
            return hog
        }
    }

    /// Gives the server its memory back. Nothing happens when none was taken.
    public func releaseMemory() async throws {
        let hog = self.afflictions.withLock { afflictions in
            defer { afflictions.hog = nil }
            return afflictions.hog
        }
        try await hog?.release()
    }
}
