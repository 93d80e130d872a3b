/// What a request does to the watches.
enum WatchEffect: Sendable {
    /// Arms one, when the answer says so.
    case arms(WatchTable.Arming)
    /// Takes from the server what is armed there.
    case removes(WatchPlace.Kind)
}

/// A request that was handed to the C library, kept until the library calls back or its handle is closed.
protocol PendingRequest: AnyObject, Sendable {
    var words: RequestWords { get }
    var watching: WatchEffect? { get }
    /// What the C library writes to until it has called back; freed with the request.
    var memory: (any Sendable & AnyObject)? { get }
    /// To be called when the library has answered, or its handle was closed without an answer.
    var whenAnswered: (@Sendable () -> Void)? { get }
    /// Gives the error to who awaits the answer; ignored when an answer was given already.
    func fail(_ error: ZooKeeperError)
}

/// A request whose answer is a `Value`.
final class Request<Value: Sendable>: PendingRequest {
    let words: RequestWords
    let watching: WatchEffect?
    let memory: (any Sendable & AnyObject)?
    let whenAnswered: (@Sendable () -> Void)?
    let promise = Promise<Value>()

    init(
        _ words: RequestWords, watching: WatchEffect? = nil, memory: (any Sendable & AnyObject)? = nil,
        whenAnswered: (@Sendable () -> Void)? = nil
    ) {
        self.words = words
        self.watching = watching
        self.memory = memory
        self.whenAnswered = whenAnswered
    }

    func fail(_ error: ZooKeeperError) {
        promise.resolve(.failure(error))
    }
}

extension PendingRequest {
    /// The place whose watches it concerns.
    var watchedPlace: WatchPlace? {
        switch watching {
        case .arms(let arming): WatchPlace(path: words.path.bytes, kind: arming.kind)
        case .removes(let kind): WatchPlace(path: words.path.bytes, kind: kind)
        case nil: nil
        }
    }
}
