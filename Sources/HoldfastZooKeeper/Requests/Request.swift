/// A request that was handed to the C library, kept until the library calls back or its handle is closed.
protocol PendingRequest: AnyObject, Sendable {
    var words: RequestWords { get }
    /// What the C library writes to until it has called back; freed with the request.
    var memory: (any Sendable & AnyObject)? { get }
    /// Gives the error to who awaits the answer; ignored when an answer was given already.
    func fail(_ error: ZooKeeperError)
}

/// A request whose answer is a `Value`.
final class Request<Value: Sendable>: PendingRequest {
    let words: RequestWords
    /// What is armed when the answer says that the server armed it.
    let arming: WatchTable.Arming?
    let memory: (any Sendable & AnyObject)?
    let promise = Promise<Value>()

    init(_ words: RequestWords, arming: WatchTable.Arming? = nil, memory: (any Sendable & AnyObject)? = nil) {
        self.words = words
        self.arming = arming
        self.memory = memory
    }

    func fail(_ error: ZooKeeperError) {
        promise.resolve(.failure(error))
    }
}
