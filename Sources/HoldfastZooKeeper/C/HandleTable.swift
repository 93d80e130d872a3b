import Dispatch
import Synchronization

/// What a handle has in the C library's hands: requests without an answer, and watches.
///
/// It outlives the library's memory, so that a callback at any time finds it or nothing. Callbacks take only its lock,
/// and resume nobody inside it.
final class HandleTable: Sendable {
    fileprivate struct State {
        var pending: [UInt64: any PendingRequest] = [:]
        var lastSequence: UInt64 = 0
        var watches = WatchTable()
        var connection = 0
        var parkedUntil: ContinuousClock.Instant?
        var closing: CloseReason?
        var whenDrained: DispatchSemaphore?
    }

    let number: UInt64
    let permits: Permits
    private let state = Mutex(State())
    private let onEvent: @Sendable (HandleEvent) -> Void

    init(number: UInt64, inFlight: Int, onEvent: @escaping @Sendable (HandleEvent) -> Void) {
        self.number = number
        self.permits = Permits(inFlight)
        self.onEvent = onEvent
    }

    /// The number of requests without an answer.
    var pendingCount: Int { state.withLock { $0.pending.count } }
    /// The connection that the handle has or lost last, as its events count them.
    var connection: Int { state.withLock { $0.connection } }
    /// The number of armed watches.
    var watchCount: Int { state.withLock { $0.watches.count } }

    // MARK: Requests

    /// Enters a request that is about to be handed to the library.
    ///
    /// - Parameter connection: the connection that it is meant for; nil takes any.
    /// - Returns: nil when that connection is over.
    func enter(_ request: any PendingRequest, for connection: Int?) -> RequestToken? {
        state.withLock { state in
            if let connection, connection != state.connection { return nil }
            repeat {
                state.lastSequence = state.lastSequence % RequestToken.sequenceLimit + 1
            } while state.pending[state.lastSequence] != nil
            state.pending[state.lastSequence] = request
            return RequestToken(handle: number, sequence: state.lastSequence)
        }
    }

    /// The library refused the request at the door and will not call back.
    func refused(_ token: RequestToken, _ code: Int32) {
        guard let request = state.withLock({ $0.takePending(token.sequence) }) else { return }
        permits.release()
        request.fail(ZooKeeperError(libraryCode: code, request.words, wasSent: false))
    }

    /// The library answered a request, which ends it.
    ///
    /// - Parameter value: the answer; nil is a failure. It was copied out of the library's memory.
    func answered<Value: Sendable>(_ token: RequestToken, _ code: Int32, _ value: Value?, failedOperation: Int? = nil) {
        let entry = state.withLock { state -> (any PendingRequest, CloseReason?)? in
            guard let request = state.takePending(token.sequence) else { return nil }
            if value != nil, let typed = request as? Request<Value>, let arming = typed.arming,
                code == 0 || arming.armsWithoutNode
            {
                state.watches.armed(arming, at: request.words.path, connection: state.connection)
            }
            return (request, state.closing)
        }
        guard let (request, closing) = entry else { return }
        permits.release()
        if let value, let typed = request as? Request<Value> {
            typed.promise.resolve(.success(value))
        } else if code == LibraryCode.closing, let closing {
            request.fail(closing.error(request.words))
        } else {
            var error = ZooKeeperError(libraryCode: code, request.words, wasSent: true)
            // A lost connection or session marks every operation of a transaction alike, and blames none.
            error.failedOperation = error.code.concernsTheRequest ? failedOperation : nil
            request.fail(error)
        }
    }

    /// What the library writes to for that request; nil when it was answered already.
    func memory(_ token: RequestToken) -> (any Sendable & AnyObject)? {
        state.withLock { $0.pending[token.sequence]?.memory }
    }

    // MARK: Events

    /// The session of the handle changed: what was sent before is not valid for what comes.
    func sessionChanged(_ kind: HandleEvent.Kind) {
        let connection = state.withLock { state in
            state.connection += 1
            return state.connection
        }
        onEvent(HandleEvent(connection: connection, kind: kind))
    }

    func happened(_ event: NodeEvent, at path: [UInt8]) {
        let ended = state.withLock { $0.watches.happened(event, at: path) }
        for watch in ended { watch.end(.event(event)) }
    }

    /// Ends the watches that former connections of the handle armed: changes may have been missed between.
    func endWatches(before connection: Int) {
        let ended = state.withLock { $0.watches.ended(before: connection) }
        for watch in ended { watch.end(.disconnected) }
    }

    // MARK: Closing

    /// A semaphore that is signalled once, when no request waits for an answer.
    func drained() -> DispatchSemaphore {
        let semaphore = DispatchSemaphore(value: 0)
        state.withLock { state in
            if state.pending.isEmpty { semaphore.signal() } else { state.whenDrained = semaphore }
        }
        return semaphore
    }

    /// Makes every callback wait on its thread for a moment; see ``Handle/close(_:sparingConnected:grace:)``.
    func park(_ reason: CloseReason) {
        state.withLock { state in
            state.closing = reason
            let delay = Duration.milliseconds(6) + .microseconds(2) * state.pending.count
            state.parkedUntil = ContinuousClock.now + delay
        }
    }

    func unpark() {
        state.withLock { state in
            state.closing = nil
            state.parkedUntil = nil
        }
    }

    /// Until when callbacks are to wait.
    var parkedUntil: ContinuousClock.Instant? { state.withLock { $0.parkedUntil } }

    /// The library's memory is gone: whatever it did not answer is answered now.
    func sweep(_ reason: CloseReason) {
        HandleRegistry.remove(number)
        let (requests, watches) = state.withLock { state in
            defer { state.pending = [:] }
            return (Array(state.pending.values), state.watches.endedAll())
        }
        for request in requests {
            permits.release()
            request.fail(reason.error(request.words))
        }
        for watch in watches { watch.end(reason.outcome) }
    }
}

extension HandleTable.State {
    fileprivate mutating func takePending(_ sequence: UInt64) -> (any PendingRequest)? {
        let request = pending.removeValue(forKey: sequence)
        if pending.isEmpty, let semaphore = whenDrained {
            whenDrained = nil
            semaphore.signal()
        }
        return request
    }
}
