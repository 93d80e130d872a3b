import Synchronization
import Testing

@testable import HoldfastZooKeeper

@Suite struct WatchTests {
    @Test func outcomeIsTheFirstEnd() async throws {
        let watch = Watch()
        watch.end(.event(.deleted))
        watch.end(.closed)
        #expect(try await watch.outcome() == .event(.deleted))
        #expect(try await watch.outcome() == .event(.deleted))
    }

    @Test func allWhoWaitAreTold() async throws {
        let watch = Watch()
        let outcomes = try await withThrowingTaskGroup(of: Watch.Outcome.self) { group in
            for _ in 0..<10 { group.addTask { try await watch.outcome() } }
            group.addTask {
                watch.end(.sessionLost)
                return .sessionLost
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: .sessionLost, count: 11))
    }

    @Test func cancelledWaiterLeavesTheWatchArmed() async throws {
        let watch = Watch()
        let waiter = Task { try await watch.outcome() }
        waiter.cancel()
        let error = await #expect(throws: ZooKeeperError.self) { try await waiter.value }
        #expect(error?.code == .cancelled)
        watch.end(.event(.created))
        #expect(try await watch.outcome() == .event(.created))
    }

    @Test func endIsHandedOnOnce() {
        let ends = Mutex<[Watch.Outcome]>([])
        let watch = Watch { outcome in ends.withLock { $0.append(outcome) } }
        watch.end(.disconnected)
        watch.end(.closed)
        #expect(ends.withLock { $0 } == [.disconnected])
    }
}
