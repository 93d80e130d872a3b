import Dispatch
import Synchronization

/// What a handle has in the C library's hands: requests without an answer, and watches.
///
/// It outlives the library's memory, so that a callback at any time finds it or nothing. Callbacks take only its lock,
/// and resume nobody inside it.
final class HandleTable: Sendable {
    fileprivate struct Pending {
        var request: any PendingRequest
        /// Whether it was made for one connection: what the session itself asks takes any.
        var isOfUser: Bool
    }

    fileprivate struct State {
        var pending: [UInt64: Pending] = [:]
        var lastSequence: UInt64 = 0
        var watches: WatchTable
        var connection = 0
        /// Whether a server answered a request of a user since the last event of the session.
        var isUsed = false
        var parkedUntil: ContinuousClock.Instant?
        var closing: CloseReason?
        var whenDrained: DispatchSemaphore?
    }

    let number: UInt64
    let permits: Permits
    private let state: Mutex<State>
    private let hooks: HandleHooks

    init(number: UInt64, limits: HandleLimits, hooks: HandleHooks) {
        self.number = number
        self.permits = Permits(limits.inFlight)
        self.state = Mutex(State(watches: WatchTable(bytesAllowed: limits.watchBytes)))
        self.hooks = hooks
    }

    /// The number of requests without an answer.
    var pendingCount: Int { state.withLock { $0.pending.count } }
    /// The connection that the handle has or lost last, as its events count them.
    var connection: Int { state.withLock { $0.connection } }
    /// The number of armed watches.
    var watchCount: Int { state.withLock { $0.watches.count } }
    /// The number of places that the server may have a watch armed for.
    var watchedPlaceCount: Int { state.withLock { $0.watches.placeCount } }

    // MARK: Requests

    /// What became of a request at the door.
    enum Entry {
        case entered(RequestToken)
        /// Its connection is over, or there is nothing to do.
        case isIdle
        case refused(ZooKeeperError)
    }

    /// Enters a request that is about to be handed to the library.
    ///
    /// - Parameter connection: the connection that it is meant for; nil takes any.
    func enter(_ request: any PendingRequest, for connection: Int?) -> Entry {
        let place = request.watchedPlace
        let entry = state.withLock { state -> Entry in
            if let connection, connection != state.connection { return .isIdle }
            switch (request.watching, place) {
            case (.arms, let place?):
                guard state.watches.beginRead(arming: place) else {
                    return .refused(.tooManyWatches(request.words, state.watches))
                }
            case (.removes, let place?):
                guard state.watches.beginRemoval(of: place) else { return .isIdle }
            case (_, nil), (nil, _):
                break
            }
            repeat {
                state.lastSequence = state.lastSequence % RequestToken.sequenceLimit + 1
            } while state.pending[state.lastSequence] != nil
            state.pending[state.lastSequence] = Pending(request: request, isOfUser: connection != nil)
            return .entered(RequestToken(handle: number, sequence: state.lastSequence))
        }
        if case .entered = entry, case .arms(let arming) = request.watching, let place {
            let onUnneeded = hooks.onUnneeded
            arming.watch.willBeArmed(at: Watch.Place(handle: number, place: place)) { onUnneeded(place) }
        }
        return entry
    }

    /// The library refused the request at the door and will not call back.
    func refused(_ token: RequestToken, _ code: Int32) {
        let entry = state.withLock { state -> ((any PendingRequest), Bool)? in
            guard let request = state.takePending(token.sequence)?.request else { return nil }
            return (request, state.settle(request, code, isArmed: false))
        }
        guard let (request, isUnneeded) = entry else { return }
        permits.release()
        if isUnneeded, let place = request.watchedPlace { hooks.onUnneeded(place) }
        request.fail(ZooKeeperError(libraryCode: code, request.words, wasSent: false))
    }

    /// The library answered a request, which ends it.
    ///
    /// - Parameter value: the answer; nil is a failure. It was copied out of the library's memory.
    func answered<Value: Sendable>(_ token: RequestToken, _ code: Int32, _ value: Value?, failedOperation: Int? = nil) {
        let entry = state.withLock { state -> (any PendingRequest, CloseReason?, Bool)? in
            guard let pending = state.takePending(token.sequence) else { return nil }
            if pending.isOfUser, LibraryCode.isOfServer(code) { state.isUsed = true }
            return (pending.request, state.closing, state.settle(pending.request, code, isArmed: value != nil))
        }
        guard let (request, closing, isUnneeded) = entry else { return }
        permits.release()
        if isUnneeded, let place = request.watchedPlace { hooks.onUnneeded(place) }
        request.whenAnswered?()
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
        state.withLock { $0.pending[token.sequence]?.request.memory }
    }

    // MARK: Events

    /// The session of the handle changed: what was sent before is not valid for what comes.
    func sessionChanged(_ kind: HandleEvent.Kind) {
        let event = state.withLock { state in
            state.connection += 1
            defer { state.isUsed = false }
            return HandleEvent(connection: state.connection, kind: kind, wasUsed: state.isUsed)
        }
        hooks.onEvent(event)
    }

    func happened(_ event: NodeEvent, at path: [UInt8]) {
        let ended = state.withLock { $0.watches.happened(event, at: path) }
        for watch in ended { watch.end(.event(event)) }
    }

    /// Ends the watches that former connections of the handle armed: changes may have been missed between.
    func endWatches(before connection: Int) {
        let (ended, unneeded) = state.withLock { $0.watches.ended(before: connection) }
        for watch in ended { watch.end(.disconnected) }
        for place in unneeded { hooks.onUnneeded(place) }
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
    func park(_ reason: CloseReason, atLeast minimum: Duration = .milliseconds(6)) {
        state.withLock { state in
            state.closing = reason
            let delay = minimum + .microseconds(2) * state.pending.count
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
            return (state.pending.values.map(\.request), state.watches.endedAll())
        }
        for request in requests {
            permits.release()
            request.whenAnswered?()
            request.fail(reason.error(request.words))
        }
        for watch in watches { watch.end(reason.outcome) }
    }
}

extension HandleTable.State {
    /// A request ended: what that means for the watches.
    ///
    /// - Returns: whether the place of the request is armed and nobody needs it.
    fileprivate mutating func settle(_ request: any PendingRequest, _ code: Int32, isArmed: Bool) -> Bool {
        guard let place = request.watchedPlace else { return false }
        switch request.watching {
        case .arms(let arming):
            guard isArmed, code == LibraryCode.ok || arming.armsWithoutNode else { return watches.notArmed(place) }
            return watches.armed(arming.watch, at: place, connection: connection)
        case .removes:
            watches.removalEnded(at: place, isRemoved: code == LibraryCode.ok || code == LibraryCode.noWatch)
        case nil:
            break
        }
        return false
    }

    fileprivate mutating func takePending(_ sequence: UInt64) -> HandleTable.Pending? {
        let request = pending.removeValue(forKey: sequence)
        if pending.isEmpty, let semaphore = whenDrained {
            whenDrained = nil
            semaphore.signal()
        }
        return request
    }
}
