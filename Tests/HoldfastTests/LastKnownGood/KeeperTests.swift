import Glibc
import HoldfastCore
import HoldfastTesting
import HoldfastZooKeeper
import Synchronization
import Testing

@testable import Holdfast

/// What waits, what is skipped, and what is told.
@Suite(.timeLimit(.minutes(1))) struct KeeperTests {
    private typealias Outcome = LastKnownGoodKeeper.Outcome

    private let disk = DiskModel(seed: 5)
    private let clock = InstantClock()
    private let wall = Latest<Int64>(1000)
    private let values = (0..<100).map { Sample.value($0, seed: 9) }

    /// Runs a keeper beside the body, then cancels it.
    private func keeping(
        loaded: LoadedState? = nil,
        _ body: (LastKnownGoodKeeper, inout Outcomes) async throws -> Void
    ) async throws -> [Outcome] {
        let store = try await LastKnownGoodStore.open(folder: Sample.folder, of: Sample.owner, in: disk)
        let (outcomes, telling) = AsyncStream.makeStream(of: Outcome.self)
        let all = Latest<[Outcome]>([])
        let keeper = LastKnownGoodKeeper(
            store: store, loaded: loaded, wallClock: { wall.value }
        ) { outcome in
            all.set(all.value + [outcome])
            telling.yield(outcome)
        }
        var iterator = Outcomes(iterator: outcomes.makeAsyncIterator())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await keeper.run(on: clock) }
            try await body(keeper, &iterator)
            group.cancelAll()
        }
        return all.value
    }

    private func load() async throws -> LoadedState? {
        try await LastKnownGoodStore.open(folder: Sample.folder, of: Sample.owner, in: disk).load()
    }

    @Test func whatIsGivenIsKept() async throws {
        let outcomes = try await keeping { keeper, outcomes in
            for number in 1...3 {
                keeper.keep(values[number], provedAgo: .zero)
                #expect(await outcomes.next() == .saved(generation: UInt64(number), provedAt: 1000))
            }
        }
        #expect(outcomes.count == 3)
        #expect(try await load() == LoadedState(value: values[3], provedAt: 1000, generation: 3, alarm: nil))
    }

    @Test func whileOneIsWrittenOnlyTheNewestWaits() async throws {
        let (begun, go) = (OneShot<Bool>(), OneShot<Bool>())
        let outcomes = try await keeping { keeper, outcomes in
            disk.setGate {
                begun.set(true)
                _ = await go.value()
            }
            keeper.keep(values[1], provedAgo: .zero)
            _ = await begun.value()
            for number in 2...99 { keeper.keep(values[number], provedAgo: .zero) }
            go.set(true)
            for generation in 1...2 as ClosedRange<UInt64> {
                #expect(await outcomes.next() == .saved(generation: generation, provedAt: 1000))
            }
        }
        #expect(outcomes.count == 2)
        #expect(try await load()?.value == values[99])
    }

    @Test func aFailureIsToldOnceUntilItChanges() async throws {
        let tries = Mutex(0)
        disk.setFault { step in
            guard step.call == "created" else { return nil }
            return
                switch tries.withLock({ tries in
                    tries += 1
                    return tries
                })
            {
            case ...5: ENOSPC
            case ...9: EROFS
            case 11: ENOSPC
            default: nil
            }
        }
        let outcomes = try await keeping { keeper, outcomes in
            keeper.keep(values[1], provedAgo: .zero)
            for _ in 1...3 { _ = await outcomes.next() }
            keeper.keep(values[2], provedAgo: .zero)
            for _ in 1...2 { _ = await outcomes.next() }
        }
        let words = outcomes.map { outcome in
            switch outcome {
            case .saved(let generation, _): "saved \(generation)"
            case .failed(let error): error.message.split(separator: ": ").last.map(String.init) ?? ""
            }
        }
        #expect(
            words == [
                "No space left on device", "Read-only file system", "saved 1", "No space left on device", "saved 2",
            ])
        #expect(clock.waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 1].map { Duration.seconds($0) })
        #expect(try await load()?.value == values[2])
    }

    @Test func whatComesWhileTheDiskFailsTakesThePlaceOfWhatWaits() async throws {
        disk.setFault { $0.call == "created" ? ENOSPC : nil }
        _ = try await keeping { keeper, outcomes in
            keeper.keep(values[1], provedAgo: .zero)
            _ = await outcomes.next()
            keeper.keep(values[2], provedAgo: .zero)
            disk.setFault { _ in nil }
            while case .failed = await outcomes.next() {}
        }
        #expect(try await load()?.value == values[2])
    }

    @Test func theLastWordIsWrittenAtTheEnd() async throws {
        for number in 1...50 {
            _ = try await keeping { keeper, _ in keeper.keep(values[number], provedAgo: .zero) }
            #expect(try await load()?.value == values[number])
        }
    }

    @Test func aDiskThatDoesNotAnswerDoesNotHoldTheEndBack() async throws {
        let outcomes = try await keeping { keeper, outcomes in
            disk.setHung(true)
            keeper.keep(values[1], provedAgo: .zero)
            _ = await outcomes.next()
        }
        guard case .failed(let error) = outcomes.first else { throw Unexpected(outcomes: "\(outcomes)") }
        #expect(error.message == "the disk of '/var/lib/holdfast' does not answer")
        #expect(outcomes.count == 1)
    }

    @Test func aProofAloneIsWrittenNowAndThen() async throws {
        let outcomes = try await keeping { keeper, outcomes in
            keeper.keep(values[1], provedAgo: .zero)
            _ = await outcomes.next()
            for time in [2000, 300_000, 600_999] as [Int64] {
                wall.set(time)
                keeper.proved()
            }
            wall.set(601_000)
            keeper.proved()
            _ = await outcomes.next()
            // A clock that was set back: the file is not to be from the future.
            wall.set(5)
            keeper.proved()
            _ = await outcomes.next()
            wall.set(77)
            keeper.proved()
        }
        #expect(
            outcomes == [
                .saved(generation: 1, provedAt: 1000), .saved(generation: 2, provedAt: 601_000),
                .saved(generation: 3, provedAt: 5), .saved(generation: 4, provedAt: 77),
            ])
        #expect(try await load()?.value == values[1])
    }

    @Test func aProofBeforeThereIsAnythingToKeepWritesNothing() async throws {
        let outcomes = try await keeping { keeper, _ in keeper.proved() }
        #expect(outcomes == [])
    }

    @Test func whatIsNotProvedKeepsTheDateOfTheLastProof() async throws {
        let loaded = LoadedState(value: values[1], provedAt: 123, generation: 1, alarm: nil)
        let outcomes = try await keeping(loaded: loaded) { keeper, outcomes in
            keeper.keep(values[2], provedAgo: nil)
            _ = await outcomes.next()
        }
        #expect(outcomes == [.saved(generation: 1, provedAt: 123)])
    }

    @Test func whatWasLoadedIsWrittenAgainWhenItIsProved() async throws {
        let loaded = LoadedState(value: values[1], provedAt: nil, generation: 1, alarm: nil)
        let outcomes = try await keeping(loaded: loaded) { keeper, outcomes in
            keeper.proved()
            _ = await outcomes.next()
        }
        #expect(outcomes == [.saved(generation: 1, provedAt: 1000)])
        #expect(try await load()?.value == values[1])
    }

    private struct Outcomes {
        var iterator: AsyncStream<Outcome>.AsyncIterator

        mutating func next() async -> Outcome? { await iterator.next(isolation: nil) }
    }

    private struct Unexpected: Error {
        var outcomes: String
    }
}
