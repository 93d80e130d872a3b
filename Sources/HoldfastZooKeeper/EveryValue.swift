/// Something that happens again and again, as a sequence: each time, in order, none skipped.
///
/// Every iterator sees what happens from its making on, and keeps what was not taken yet. The sequence ends with what it
/// tells of, or when the task that reads it is cancelled.
public struct EveryValue<Element: Sendable>: AsyncSequence, Sendable {
    public typealias Failure = Never

    private let feed: EventFeed<Element>

    package init(_ feed: EventFeed<Element>) {
        self.feed = feed
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(base: feed.listen().makeAsyncIterator())
    }

    public struct Iterator: AsyncIteratorProtocol {
        var base: AsyncStream<Element>.Iterator

        public mutating func next(isolation actor: isolated (any Actor)?) async -> Element? {
            await base.next(isolation: actor)
        }
    }
}
