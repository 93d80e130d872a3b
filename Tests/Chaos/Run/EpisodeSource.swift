internal import Synchronization

/// The plans of a run, handed out one by one to whoever plays them.
final class EpisodeSource: Sendable {
    private let next: Mutex<Int>
    private let plan: @Sendable (Int) -> EpisodePlan?

    /// - Parameter plan: gives the plan at a place, from 0; nil ends the run.
    init(_ plan: @escaping @Sendable (Int) -> EpisodePlan?) {
        next = Mutex(0)
        self.plan = plan
    }

    /// The next plan, and its place in the run from 1.
    func take() -> (number: Int, plan: EpisodePlan)? {
        let index = next.withLock { next in
            next += 1
            return next - 1
        }
        return plan(index).map { (index + 1, $0) }
    }
}

extension EpisodeSource {
    /// So many episodes, drawn from one seed after the other.
    static func drawn(_ count: Int, from seed: UInt64, settings: SuiteSettings) -> EpisodeSource {
        EpisodeSource { index in
            index < count ? .drawn(seed: seed &+ UInt64(index), settings: settings) : nil
        }
    }

    /// As many as begin within that time.
    static func drawn(for time: Duration, from seed: UInt64, settings: SuiteSettings) -> EpisodeSource {
        let end = ContinuousClock.now + time
        return EpisodeSource { index in
            ContinuousClock.now < end ? .drawn(seed: seed &+ UInt64(index), settings: settings) : nil
        }
    }

    /// Those that were chosen.
    static func chosen(_ plans: [EpisodePlan]) -> EpisodeSource {
        EpisodeSource { index in index < plans.count ? plans[index] : nil }
    }
}
