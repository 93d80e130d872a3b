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
        Iterator(latest: latest)
    }

    public struct Iterator: AsyncIteratorProtocol {
        /// What is followed; nil when it has ended, for this reader.
        private var latest: Latest<Element>?
        /// The number of the value that was seen last.
        private var seen = 0

        fileprivate init(latest: Latest<Element>) {
            self.latest = latest
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async -> Element? {
            // Values are looked at before and after: one kept over the wait would be memory of each task that waits.
            let waiter = latest?.waiter(after: seen)
            await waiter?.sleep()
            return take(waiter)
        }

        private mutating func take(_ waiter: Waiter?) -> Element? {
            guard let news = latest?.news(after: seen, for: waiter) else {
                latest = nil
                return nil
            }
            seen = news.number
            // What came before the cancellation is not withheld; what comes after it would keep the sequence from its end.
            if Task.isCancelled { latest = nil }
            return news.value
        }
    }
}
