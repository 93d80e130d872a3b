/// A value that changes, as a sequence: the present value first, then the newest; values that nobody looked at are
/// skipped.
///
/// Every iterator begins with the present value. The sequence ends with what it tells of, or when the task that reads
/// it is cancelled.
public struct NewestValues<Element: Sendable>: AsyncSequence, Sendable {
    public typealias Failure = Never

    private let latest: Latest<Element>

    package init(_ latest: Latest<Element>) {
        self.latest = latest
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(base: latest.values().makeAsyncIterator())
    }

    public struct Iterator: AsyncIteratorProtocol {
        var base: AsyncStream<Element>.Iterator

        public mutating func next(isolation actor: isolated (any Actor)?) async -> Element? {
            await base.next(isolation: actor)
        }
    }
}
