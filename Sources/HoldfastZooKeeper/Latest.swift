import Synchronization

/// A value that many may follow: each follower sees the present value first, then the newest, and may skip what it
/// missed.
///
/// A follower is no more than the number of the value that it has seen. Something is kept of it only while it waits: there is one for
/// each Thing of a list.
package final class Latest<Value: Sendable>: Sendable {
    /// A value, and how many its followers were told of up to it.
    struct News: Sendable {
        var value: Value
        var number: Int
    }

    private struct State {
        var news: News
        var isFinished = false
        /// In the order in which they came, so that a simulation replays.
        var waiters: [Waiter] = []
        /// Those that were woken for a value, and have not come for it yet.
        var told: [(waiter: Waiter, news: News)] = []

        mutating func takeWaiters() -> [Waiter] {
            defer { waiters = [] }
            return waiters
        }
    }

    private let state: Mutex<State>

    package init(_ value: Value) {
        state = Mutex(State(news: News(value: value, number: 1)))
    }

    package var value: Value {
        state.withLock { $0.news.value }
    }

    /// Replaces the value and tells the followers, unless they are not to be disturbed.
    package func set(_ value: Value, tellingFollowers: Bool = true) {
        let waiters = state.withLock { state -> [Waiter] in
            guard !state.isFinished else { return [] }
            state.news.value = value
            guard tellingFollowers else { return [] }
            state.news.number += 1
            let waiters = state.takeWaiters()
            for waiter in waiters { state.told.append((waiter, state.news)) }
            return waiters
        }
        for waiter in waiters { waiter.wake() }
    }

    /// Ends the sequences of all followers, after the present value.
    package func finish() {
        let waiters = state.withLock { state in
            state.isFinished = true
            return state.takeWaiters()
        }
        for waiter in waiters { waiter.wake() }
    }

    package func values() -> NewestValues<Value> { NewestValues(self) }

    /// One who waits for a value that is newer than the one with that number; nil where there is nothing to wait for.
    func waiter(after number: Int) -> Waiter? {
        state.withLock { state in
            guard state.news.number == number, !state.isFinished else { return nil }
            let waiter = Waiter()
            state.waiters.append(waiter)
            return waiter
        }
    }

    /// What is newer than the value with that number: what the waiter was woken for, where there is one. Nil where nothing follows.
    func news(after number: Int, for waiter: Waiter?) -> News? {
        state.withLock { state in
            if let waiter {
                if let index = state.told.firstIndex(where: { $0.waiter === waiter }) {
                    let news = state.told.remove(at: index).news
                    // An empty array keeps its room, and there are many that are told something once.
                    if state.told.isEmpty { state.told = [] }
                    return news
                }
                state.waiters.removeAll { $0 === waiter }
            }
            return state.news.number == number ? nil : state.news
        }
    }
}
