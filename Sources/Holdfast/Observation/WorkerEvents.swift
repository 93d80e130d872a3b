/// The events of a worker from the moment they were asked for, in order, none skipped; it ends with the worker.
///
/// Events that nobody reads are kept in memory until they are: read them, or drop the sequence.
public struct WorkerEvents: AsyncSequence, Sendable {
    public typealias Element = WorkerEvent
    public typealias Failure = Never

    let stream: AsyncStream<WorkerEvent>

    public func makeAsyncIterator() -> Iterator {
        Iterator(base: stream.makeAsyncIterator())
    }

    public struct Iterator: AsyncIteratorProtocol {
        var base: AsyncStream<WorkerEvent>.Iterator

        public mutating func next(isolation actor: isolated (any Actor)?) async -> WorkerEvent? {
            await base.next(isolation: actor)
        }
    }
}
