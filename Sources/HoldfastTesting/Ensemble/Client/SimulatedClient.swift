public import HoldfastZooKeeper

/// A client of a simulated ensemble: what runs on a `ZooKeeperClient` runs on it unchanged.
///
/// It is connected by itself once it was made (``SimulatedEnsemble/client(sessionTimeout:maximumWatchBytes:maximumInFlight:)``), and keeps its
/// session as the real client does: the decisions are made by the same code.
public final class SimulatedClient: ZooKeeper {
    /// The number of the client in its ensemble, from 1, as faults name it.
    public let id: Int

    let ensemble: SimulatedEnsemble
    let states = Latest(SessionState.connecting)

    init(id: Int, ensemble: SimulatedEnsemble) {
        self.id = id
        self.ensemble = ensemble
    }

    public var sessionStates: SessionStates { SessionStates(states) }

    /// The server that it is connected to, from 1; nil while there is none, or while it is one of the stranger.
    public var server: Int? {
        ensemble.change { machine in
            guard let handle = machine.clients[id - 1].handle, handle.progress == .connected,
                machine.destination(of: id - 1, at: handle.server) != machine.stranger
            else { return nil }
            return handle.server + 1
        }
    }

    /// Ends the session, and with it the client: operations under way fail with `ZooKeeperError.Code.closed`. Closing it
    /// again does nothing.
    public func close() {
        ensemble.change { $0.closeClient(id - 1) }
    }

    // MARK: ZooKeeper

    public func children(of path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> Children {
        let words = RequestWords(operation: "children of", path: path, isWrite: false)
        let arming = watch.map { Arming(watch: $0, kind: .children) }
        let answer = try await read(.children, words, arming)
        guard case .children(let children) = answer else { throw Self.unexpected(answer, words) }
        return children
    }

    public func data(at path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> NodeData {
        let words = RequestWords(operation: "data of", path: path, isWrite: false)
        let arming = watch.map { Arming(watch: $0, kind: .node) }
        let answer = try await read(.data, words, arming)
        guard case .data(let data) = answer else { throw Self.unexpected(answer, words) }
        return data
    }

    public func exists(_ path: ZNodePath, arming watch: Watch?) async throws(ZooKeeperError) -> NodeStat? {
        let words = RequestWords(operation: "exists", path: path, isWrite: false)
        let arming = watch.map { Arming(watch: $0, kind: .node, armsWithoutNode: true) }
        do throws(ZooKeeperError) {
            let answer = try await read(.exists, words, arming)
            guard case .stat(let stat) = answer else { throw Self.unexpected(answer, words) }
            return stat
        } catch {
            if error.code == .noNode { return nil }
            throw error
        }
    }

    public func create(_ path: ZNodePath, data: [UInt8]?, mode: CreateMode) async throws(ZooKeeperError) -> CreatedNode
    {
        let words = RequestWords(operation: "create", path: path, isWrite: true)
        try RequestCheck.create(path, data: data, mode: mode, words)
        let answer = try await write(.create(path, data: data, mode: mode), words)
        guard case .created(let node) = answer else { throw Self.unexpected(answer, words) }
        return node
    }

    public func setData(_ data: [UInt8]?, at path: ZNodePath, version: Int32?) async throws(ZooKeeperError) -> NodeStat
    {
        let words = RequestWords(operation: "set data of", path: path, isWrite: true)
        try RequestCheck.setData(data, at: path, words)
        let answer = try await write(.setData(path, data: data, version: version), words)
        guard case .stat(let stat) = answer else { throw Self.unexpected(answer, words) }
        return stat
    }

    public func delete(_ path: ZNodePath, version: Int32?) async throws(ZooKeeperError) {
        let words = RequestWords(operation: "delete", path: path, isWrite: true)
        try RequestCheck.path(path, words)
        _ = try await write(.delete(path, version: version), words)
    }

    public func sync(_ path: ZNodePath) async throws(ZooKeeperError) {
        let words = RequestWords(operation: "sync", path: path, isWrite: false)
        _ = try await ask(.sync, words, nil)
    }

    public func multi(_ operations: [TransactionOperation]) async throws(ZooKeeperError) -> [TransactionResult] {
        guard let first = operations.first else { return [] }
        let words = RequestWords(
            operation: "transaction of \(operations.count) at", path: first.path,
            isWrite: operations.contains(where: \.changesSomething)
        )
        try RequestCheck.multi(operations, words)
        let answer = try await ask(.write(WriteRequest(operations: operations, isTransaction: true)), words, nil)
        guard case .results(let results) = answer else { throw Self.unexpected(answer, words) }
        return results
    }

    // MARK: One door

    private func read(
        _ read: DataTree.Read, _ words: RequestWords, _ arming: Arming?
    ) async throws(ZooKeeperError) -> Answer {
        try RequestCheck.path(words.path, words)
        return try await ask(.read(read, words.path, arming: arming != nil), words, arming)
    }

    private func write(_ operation: TransactionOperation, _ words: RequestWords) async throws(ZooKeeperError) -> Answer
    {
        try await ask(.write(WriteRequest(operations: [operation], isTransaction: false)), words, nil)
    }

    private func ask(
        _ kind: ClientRequest, _ words: RequestWords, _ arming: Arming?
    ) async throws(ZooKeeperError) -> Answer {
        guard !Task.isCancelled else { throw .cancelledBeforeSending }
        let permits = try ensemble.change { machine in
            Result { () throws(ZooKeeperError) in try machine.permits(of: id - 1) }
        }.get()
        try await permits.acquire()
        let promise = OneShot<OperationResult>()
        let sent = ensemble.change { machine in
            Result { () throws(ZooKeeperError) in
                try machine.submit(id - 1, kind, words, arming: arming, holding: permits, promise)
            }
        }
        if case .failure = sent { permits.release() }
        let handle = try sent.get()
        if let arming { willBeArmed(arming, at: words.path, by: handle) }
        guard let result = await promise.value() else { throw .cancelled(words) }
        return try result.get()
    }

    /// A watch that is removed or dropped is taken from the server. It may be dropped anywhere, so that it is done by an event.
    private func willBeArmed(_ arming: Arming, at path: ZNodePath, by handle: Int) {
        let place = WatchPlace(path: path, kind: arming.kind)
        let number = UInt64(id) << 32 | UInt64(handle)
        arming.watch.willBeArmed(at: Watch.Place(handle: number, place: place.tabled)) { [weak ensemble, id] in
            ensemble?.soon { $0.watchLeft(id - 1, handle, place) }
        }
    }

    /// A broken invariant of the simulated servers.
    private static func unexpected(_ answer: Answer, _ words: RequestWords) -> ZooKeeperError {
        preconditionFailure("\(words.operation) \(words.path) was answered with \(answer)")
    }
}
