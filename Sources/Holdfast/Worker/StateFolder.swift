/// Where a worker keeps its last known good, so that one that starts while ZooKeeper is away runs what it last knew.
///
/// One folder belongs to one worker on one list: a second process is kept out of it, and so is another list or another worker.
public struct StateFolder: Hashable, Sendable {
    /// The folder; it is made where it does not stand.
    public var path: String
    /// The name of the worker. A folder that holds the memory of another one is refused.
    public var workerID: String
    /// How long a worker that starts waits for the list before it runs what it last knew.
    public var coldStart: Duration = .milliseconds(300)
    /// How old what it last knew may be to be run before the list is read. It is held against the list in any case.
    public var maxAge: Duration = .seconds(7 * 24 * 3600)

    public init(path: String, workerID: String) {
        self.path = path
        self.workerID = workerID
    }
}
