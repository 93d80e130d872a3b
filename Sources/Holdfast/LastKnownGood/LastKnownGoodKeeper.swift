package import HoldfastCore
internal import Synchronization

/// Keeps the newest value on disk, without ever making anybody wait for the disk.
///
/// While one value is being written only the newest waits; those between are skipped. What cannot be written is tried again, after
/// 1 s, 2 s, 4 s, … up to a minute.
package final class LastKnownGoodKeeper: Sendable {
    /// What became of a value.
    package enum Outcome: Hashable, Sendable {
        /// It is durable, under that generation; the list was last proved at that time, in milliseconds since 1970.
        case saved(generation: UInt64, provedAt: Int64?)
        /// It could not be written and will be tried again. Told once, until the reason changes or a value is saved.
        case failed(LastKnownGoodError)
    }

    package struct Configuration: Hashable, Sendable {
        /// After which time the same value is written again because it was proved again.
        package var refreshInterval: Duration = .seconds(600)
        /// How long the disk is waited for at the end: once for the value that is being written, and, if that was answered, once
        /// for the one that waits.
        package var patience: Duration = .seconds(2)
        /// The delay after the first failure; it doubles with each further one.
        package var firstRetry: Duration = .seconds(1)
        /// The longest such delay.
        package var longestRetry: Duration = .seconds(60)

        package init() {}
    }

    private struct State {
        var value: LastKnownGood?
        var provedAt: Int64?
        /// What the newest file says, or will say once it is written.
        var filedProvedAt: Int64?
        var isWaiting = false
        /// The disk did not answer the newest attempt.
        var isUnanswered = false

        mutating func draft() -> Draft? {
            isWaiting = false
            guard let value else { return nil }
            filedProvedAt = provedAt
            return Draft(value: value, provedAt: provedAt)
        }
    }

    private struct Draft {
        var value: LastKnownGood
        var provedAt: Int64?
    }

    private let store: LastKnownGoodStore
    private let wallClock: @Sendable () -> Int64
    private let configuration: Configuration
    private let tell: @Sendable (Outcome) -> Void
    private let state: Mutex<State>
    private let (wakings, waking) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// - Parameters:
    ///   - loaded: what the store held when the worker began: proved again, it is written again, with its new date.
    ///   - wallClock: the time of day, in milliseconds since 1970.
    ///   - tell: called from ``run(on:)`` with what became of each value that was tried.
    package init(
        store: LastKnownGoodStore, loaded: LoadedState?, wallClock: @escaping @Sendable () -> Int64,
        configuration: Configuration = Configuration(), tell: @escaping @Sendable (Outcome) -> Void
    ) {
        self.store = store
        self.wallClock = wallClock
        self.configuration = configuration
        self.tell = tell
        state = Mutex(
            State(value: loaded?.value, provedAt: loaded?.provedAt, filedProvedAt: loaded?.provedAt))
    }

    /// Takes the newest value, to be written as soon as the disk is free.
    ///
    /// - Parameter provedAgo: how long ago the list was proved, where it was proved since the value before. A value that changed for
    ///   another reason, an operator's word or trouble, keeps the date of the last proof.
    package func keep(_ value: LastKnownGood, provedAgo: Duration?) {
        let now = wallClock()
        state.withLock { state in
            state.value = value
            if let provedAgo { state.provedAt = now - provedAgo.inMilliseconds }
            state.isWaiting = true
        }
        waking.yield()
    }

    /// The list was proved again, and is as it was: call this as often as that happens. It is written every
    /// ``Configuration/refreshInterval``, and at the end.
    package func proved(ago: Duration = .zero) {
        let now = wallClock()
        let isDue = state.withLock { state in
            state.provedAt = now - ago.inMilliseconds
            guard state.value != nil else { return false }
            let age = state.filedProvedAt.map { Duration.milliseconds(now - $0) } ?? configuration.refreshInterval
            // A clock that was set back would put the date off until it has caught up.
            guard age >= configuration.refreshInterval || age < .zero else { return false }
            state.isWaiting = true
            return true
        }
        if isDue { waking.yield() }
    }

    /// Writes what is to be kept, until the task is cancelled; then it writes what is not on disk yet, and returns.
    ///
    /// It returns in twice the patience also when the disk has stopped to answer.
    package func run<C: Clock>(on clock: C) async where C.Duration == Duration {
        var backoff = Backoff(first: configuration.firstRetry, longest: configuration.longestRetry)
        var told: LastKnownGoodError?
        for await _ in wakings {
            while let draft = take() {
                if await save(draft, told: &told) {
                    backoff.reset()
                } else {
                    let delay = backoff.failed(after: .zero)
                    guard (try? await clock.sleep(for: delay)) != nil else { break }
                }
            }
        }
        await flush(&told)
    }

    /// Writes what is not on disk yet. For what was handed over after ``run(on:)`` had been cancelled.
    package func flush() async {
        var told: LastKnownGoodError?
        await flush(&told)
    }

    private func flush(_ told: inout LastKnownGoodError?) async {
        // A disk that has just been waited for in vain would be waited for once more, behind what it has not done yet.
        guard state.withLock({ !$0.isUnanswered }), let draft = takeLast() else { return }
        _ = await save(draft, within: configuration.patience, told: &told)
    }

    private func save(
        _ draft: Draft, within limit: Duration = .seconds(30), told: inout LastKnownGoodError?
    ) async -> Bool {
        do throws(LastKnownGoodError) {
            let generation = try await store.save(
                draft.value, provedAt: draft.provedAt, within: limit, patience: configuration.patience)
            state.withLock { $0.isUnanswered = false }
            told = nil
            tell(.saved(generation: generation, provedAt: draft.provedAt))
            return true
        } catch {
            state.withLock { state in
                state.isWaiting = true
                state.isUnanswered = error.code == .unanswered
            }
            if told != error { tell(.failed(error)) }
            told = error
            return false
        }
    }

    private func take() -> Draft? {
        state.withLock { $0.isWaiting ? $0.draft() : nil }
    }

    /// What is not on disk when all ends; the date of the last proof counts too.
    private func takeLast() -> Draft? {
        state.withLock { $0.isWaiting || $0.provedAt != $0.filedProvedAt ? $0.draft() : nil }
    }
}

extension Duration {
    fileprivate var inMilliseconds: Int64 { Int64(self / .milliseconds(1)) }
}
