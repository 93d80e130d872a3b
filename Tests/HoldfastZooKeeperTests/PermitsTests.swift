import Testing

@testable import HoldfastZooKeeper

@Suite struct PermitsTests {
    @Test func permitsAreHandedOnInOrder() async throws {
        let permits = Permits(1)
        try await permits.acquire()
        let (order, continuation) = AsyncStream.makeStream(of: Int.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<5 {
                group.addTask {
                    try await permits.acquire()
                    continuation.yield(number)
                    permits.release()
                }
                while permits.waiting < number + 1 { await Task.yield() }
            }
            permits.release()
            try await group.waitForAll()
        }
        continuation.finish()
        #expect(await order.reduce(into: []) { $0.append($1) } == [0, 1, 2, 3, 4])
    }

    @Test func cancelledWaiterTakesNoPermit() async throws {
        let permits = Permits(1)
        try await permits.acquire()
        let waiter = Task { try await permits.acquire() }
        while permits.waiting == 0 { await Task.yield() }
        waiter.cancel()
        await #expect(throws: ZooKeeperError(.cancelled, "")) { try await waiter.value }
        permits.release()
        try await permits.acquire()
        #expect(permits.waiting == 0)
    }

    @Test func closeRefusesWhoWaitsAndWhoComes() async throws {
        let permits = Permits(1)
        try await permits.acquire()
        let waiter = Task { try await permits.acquire() }
        while permits.waiting == 0 { await Task.yield() }
        permits.close(.clientIsClosed)
        await #expect(throws: ZooKeeperError.clientIsClosed) { try await waiter.value }
        await #expect(throws: ZooKeeperError.clientIsClosed) { try await permits.acquire() }
    }
}
