internal import CZooKeeper
import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// One handle of the C library, for one numeric address.
///
/// Every call into the library is made while the gate is open, and under its lock: the library takes no reference of
/// its own, a call beside a close reads freed memory. The calls only queue, so the lock is held for microseconds, and
/// no callback takes it.
final class Handle: Sendable {
    /// Proof of `@unchecked`: the pointer is followed only by the library's functions, under the lock of an open gate,
    /// or by the one thread that closes it, after it has shut the gate.
    private struct Pointer: @unchecked Sendable {
        var handle: OpaquePointer
    }

    private enum Gate {
        case new
        case open(Pointer)
        case closing
        case closed
    }

    let address: ServerAddress
    let table: HandleTable
    /// What was shown to the servers through this handle.
    let credentials = CredentialStore()
    let departures = Mutex(HandleDepartures())
    private let gate = Mutex(Gate.new)

    /// A handle that is not opened yet.
    init(at address: ServerAddress, _ limits: HandleLimits, _ hooks: HandleHooks) {
        self.address = address
        table = HandleRegistry.enter { HandleTable(number: $0, limits: limits, hooks: hooks) }
    }

    // MARK: Opening

    /// Begins to connect.
    ///
    /// - Parameter library: what serves a secured connection.
    /// - Returns: false when the system refused the threads or descriptors that it takes.
    func open(
        timeout: Duration, resuming credentials: SessionCredentials?, secured: TransportSecurity? = nil,
        by library: SecureLibrary = .present
    ) async -> Bool {
        await BlockingQueue.run {
            self.openNow(timeout: timeout, resuming: credentials) { address, timeout, id, context in
                guard let secured else {
                    return zookeeper_init2(
                        address, libraryWatched, timeout, id, context, ZOO_NO_LOG_CLIENTENV, libraryLogged
                    )
                }
                return library.open(secured, address, timeout: timeout, id, context)
            }
        }
    }

    private func openNow(
        timeout: Duration, resuming credentials: SessionCredentials?,
        _ open: (String, Int32, UnsafePointer<clientid_t>?, UnsafeMutableRawPointer?) -> OpaquePointer?
    ) -> Bool {
        precondition(CLibrary.isPrepared)
        var id = clientid_t()
        if let credentials {
            id.client_id = credentials.id
            withUnsafeMutableBytes(of: &id.passwd) { $0.copyBytes(from: credentials.password.prefix($0.count)) }
        }
        let context = RequestToken(handle: table.number, sequence: 0).context
        let milliseconds = Int32(clamping: timeout.nanoseconds / 1_000_000)
        let opened = withUnsafePointer(to: id) { id in
            open(address.libraryText, milliseconds, credentials == nil ? nil : id, context)
        }
        guard let opened else { return false }
        // The address is numeric: looking it up again before each round of the library's loop would only cost.
        zoo_set_servers_resolution_delay(opened, -1)
        let pointer = Pointer(handle: opened)
        let isWanted = gate.withLock { gate in
            guard case .new = gate else { return false }
            gate = .open(pointer)
            return true
        }
        if !isWanted { zookeeper_close(opened) }
        return isWanted
    }

    /// How far the library has come; nil when the handle is not open.
    func progress() -> HandleProgress? {
        gate.withLock { gate in
            guard case .open(let pointer) = gate else { return nil }
            switch zoo_state(pointer.handle) {
            case ZOO_CONNECTED_STATE, ZOO_READONLY_STATE: return .connected
            case ZOO_CONNECTING_STATE, ZOO_NOTCONNECTED_STATE: return .connecting
            case ZOO_ASSOCIATING_STATE: return .handshaking
            case ZOO_EXPIRED_SESSION_STATE, ZOO_AUTH_FAILED_STATE: return .over
            default: return .failed
            }
        }
    }

    // MARK: Requests

    /// Hands a request to the library and waits for its answer.
    ///
    /// - Parameters:
    ///   - connection: the connection it is meant for; nil takes any.
    ///   - call: calls the library and returns its code; nil means that the handle was found unconnected.
    func perform<Value: Sendable>(
        _ request: Request<Value>, for connection: Int?, _ call: (OpaquePointer, UnsafeMutableRawPointer?) -> Int32?
    ) async throws(ZooKeeperError) -> Value {
        guard !Task.isCancelled else { throw .cancelledBeforeSending }
        try await table.permits.acquire()
        let (entry, code) = submit(request, for: connection, call)
        switch entry {
        case .entered(let token):
            if code != LibraryCode.ok { table.refused(token, code) }
        case .isIdle:
            table.permits.release()
            throw .notConnected
        case .refused(let error):
            table.permits.release()
            throw error
        }
        return try await request.promise.value(orWhenCancelled: .cancelled(request.words))
    }

    private func submit(
        _ request: any PendingRequest, for connection: Int?, _ call: (OpaquePointer, UnsafeMutableRawPointer?) -> Int32?
    ) -> (HandleTable.Entry, Int32) {
        gate.withLock { gate in
            // What is not connected would queue the request and fail it later; this says at once that it was not sent.
            guard case .open(let pointer) = gate, zoo_state(pointer.handle) == ZOO_CONNECTED_STATE else {
                return (.isIdle, LibraryCode.connectionLoss)
            }
            let entry = table.enter(request, for: connection)
            guard case .entered(let token) = entry else { return (entry, LibraryCode.connectionLoss) }
            return (entry, call(pointer.handle, token.context) ?? LibraryCode.connectionLoss)
        }
    }

    // MARK: Closing

    /// Closes the handle, then answers all that the library left without an answer. Closing again does nothing.
    ///
    /// The library may lose completions at a close: its completion thread leaves as soon as it finds its queue empty
    /// for a moment, and what is queued after that is neither called nor freed. So callbacks are made to wait a little
    /// first: while one of them is parked the thread cannot leave, and all that its fellow has to queue is queued
    /// meanwhile.
    ///
    /// - Parameters:
    ///   - sparingConnected: leaves a handle open that turns out to be connected. Closing it would end its session.
    ///   - grace: how long to wait for answers first.
    /// - Returns: false when the handle was spared.
    func close(_ reason: CloseReason, sparingConnected: Bool, grace: Duration) async -> Bool {
        await BlockingQueue.run { self.closeNow(reason, sparingConnected: sparingConnected, grace: grace) }
    }

    private func closeNow(_ reason: CloseReason, sparingConnected: Bool, grace: Duration) -> Bool {
        switch shut(sparingConnected: sparingConnected) {
        case .spared: return false
        case .isShut: return true
        case .neverOpened:
            table.permits.close(reason.refusal)
            table.sweep(reason)
            return true
        case .mine(let pointer):
            return end(pointer, reason, sparingConnected: sparingConnected, grace: grace)
        }
    }

    private enum Shut {
        case spared
        /// Another close was first.
        case isShut
        case neverOpened
        /// The caller is to close, and nobody calls the library any more.
        case mine(Pointer)
    }

    private func shut(sparingConnected: Bool) -> Shut {
        gate.withLock { gate in
            switch gate {
            case .new:
                gate = .closed
                return .neverOpened
            case .open(let pointer):
                if sparingConnected, zoo_state(pointer.handle) == ZOO_CONNECTED_STATE { return .spared }
                gate = .closing
                return .mine(pointer)
            case .closing, .closed:
                return .isShut
            }
        }
    }

    private func end(_ pointer: Pointer, _ reason: CloseReason, sparingConnected: Bool, grace: Duration) -> Bool {
        if !sparingConnected {
            table.permits.close(reason.refusal)
            wait(upTo: grace)
        }
        table.park(reason)
        // The pause lets the thread that serves callbacks run into the park before the library is told to close.
        usleep(1000)
        if sparingConnected, zoo_state(pointer.handle) == ZOO_CONNECTED_STATE {
            table.unpark()
            gate.withLock { $0 = .open(pointer) }
            return false
        }
        table.permits.close(reason.refusal)
        zookeeper_close(pointer.handle)
        gate.withLock { $0 = .closed }
        table.sweep(reason)
        return true
    }

    /// Closes the handle while its thread waits with the word of the lost connection; see ``DepartureGate``.
    func closeAfterLoss() -> Bool {
        guard case .mine(let pointer) = shut(sparingConnected: false) else { return false }
        // This request is answered by the close itself, whose callback parks: so the thread that serves callbacks is still
        // there for the word of the loss, which the library would else keep for ever.
        let words = RequestWords(operation: "sync", path: .root, isWrite: false)
        if case .entered(let token) = table.enter(Request<Void>(words), for: nil) {
            withLibraryPath(.root) { _ = zoo_async(pointer.handle, $0, syncCompleted, token.context) }
        }
        table.park(.disconnected, atLeast: DepartureGate.patience * 2)
        table.permits.close(CloseReason.disconnected.refusal)
        zookeeper_close(pointer.handle)
        gate.withLock { $0 = .closed }
        table.sweep(.disconnected)
        return true
    }

    private func wait(upTo grace: Duration) {
        _ = table.drained().wait(timeout: DispatchTime.now() + .nanoseconds(grace.nanoseconds))
    }
}
