import Testing

@testable import HoldfastZooKeeper

@Suite struct PromiseTests {
    private let cancellation = ZooKeeperError(.cancelled, "")

    @Test func firstAnswerWinsAndIsGivenBeforeAndAfterTheWait() async throws {
        let early = Promise<Int>()
        #expect(early.resolve(.success(1)))
        #expect(!early.resolve(.success(2)))
        #expect(try await early.value(orWhenCancelled: cancellation) == 1)

        let late = Promise<Int>()
        async let value = late.value(orWhenCancelled: cancellation)
        late.resolve(.success(3))
        #expect(try await value == 3)
    }

    @Test func cancelledWaiterReturnsAndTheAnswerIsIgnored() async {
        let promise = Promise<Int>()
        let waiter = Task { try await promise.value(orWhenCancelled: ZooKeeperError(.cancelled, "")) }
        waiter.cancel()
        await #expect(throws: cancellation) { try await waiter.value }
        #expect(!promise.resolve(.success(1)))
    }

    @Test func whoWaitsIsResumedByTheFirstAnswerOnly() async throws {
        for _ in 0..<100 {
            let promise = Promise<Int>()
            let waiter = Task { try await promise.value(orWhenCancelled: ZooKeeperError(.cancelled, "")) }
            // Turns, so that it waits by now.
            for _ in 0..<10 { await Task.yield() }
            #expect(promise.resolve(.success(1)))
            #expect(!promise.resolve(.success(2)))
            #expect(try await waiter.value == 1)
        }
    }

    @Test func racesOfAnswerAndCancellationResumeOnce() async {
        for _ in 0..<2000 {
            let promise = Promise<Int>()
            let waiter = Task { try await promise.value(orWhenCancelled: ZooKeeperError(.cancelled, "")) }
            async let isFirst = promise.resolve(.success(1))
            waiter.cancel()
            let outcome = await waiter.result
            let wasAnswered = (try? outcome.get()) == 1
            #expect(await isFirst == wasAnswered)
        }
    }
}
