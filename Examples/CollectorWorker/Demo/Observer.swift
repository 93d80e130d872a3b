import Holdfast
import HoldfastCore
import HoldfastZooKeeper
import Synchronization

/// Watches the worker from outside: believes only its events and the readings that arrive, and knows what was truly taken off.
final class Observer: Sendable {
    private let stage: Stage
    private let latest = Latest(Score())
    private let taken = Mutex<Set<ThingID>>([])
    private let readings = Mutex<[ThingID: Int]>([:])

    init(stage: Stage) {
        self.stage = stage
    }

    /// What is known now.
    var score: Score { latest.value }

    /// How many readings arrived so far, Thing by Thing.
    var readingsSoFar: [ThingID: Int] { readings.withLock { $0 } }

    /// Follows the worker until it ends, and tells what is worth telling.
    func follow(_ events: WorkerEvents) async {
        var score = Score()
        for await event in events {
            let before = score
            score.note(event, taken: taken.withLock { $0 })
            latest.set(score)
            switch event {
            case .posture where score.postureInWords != before.postureInWords:
                await stage.say("  > " + score.postureInWords)
            case .stopped(let id, let proof):
                let judgement = score.wronglyStopped > before.wronglyStopped ? "WRONGLY STOPPED" : "stopped"
                await stage.say("  > \(id) was \(judgement); the worker's proof: \(proof)")
            case .failed(let id, let error, _):
                await stage.say("  > \(id) failed by itself and will begin again: \(error)")
            case .unreadable(let id, let error):
                await stage.say("  > what \(id) is told cannot be used: \(error)")
            case .started, .updated, .suspended, .posture, .judged:
                break
            }
        }
    }

    /// A reading of a Thing arrived.
    func tookReading(of id: ThingID) {
        readings.withLock { $0[id, default: 0] += 1 }
    }

    /// The Thing is about to be taken off the list in earnest: its stop will be right.
    func willTakeOff(_ id: ThingID) {
        taken.withLock { _ = $0.insert(id) }
    }

    /// Waits until the score is as wished.
    ///
    /// - Throws: ``DemoFailure`` after the limit.
    func wait(until wish: String, limit: Duration, _ isMet: @escaping @Sendable (Score) -> Bool) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [latest] in
                for await score in latest.values() where isMet(score) { return }
            }
            group.addTask {
                try await Task.sleep(for: limit)
                throw DemoFailure("waited \(limit.inSeconds) in vain until \(wish)")
            }
            try await group.next()
            group.cancelAll()
        }
    }
}
