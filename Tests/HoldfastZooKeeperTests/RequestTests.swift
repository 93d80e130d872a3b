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

@Suite struct HandleTableTests {
    private func table() -> HandleTable {
        HandleRegistry.enter { HandleTable(number: $0, inFlight: 4) { _ in } }
    }

    private let words = RequestWords(operation: "data of", path: "/a", isWrite: false)

    @Test func lateUnknownAndRepeatedAnswersAreIgnored() async throws {
        let table = table()
        defer { table.sweep(.closed) }
        let request = Request<Int>(words)
        try await table.permits.acquire()
        let token = try #require(table.enter(request, for: nil))
        table.answered(RequestToken(handle: table.number, sequence: token.sequence + 1), 0, 9)
        table.answered(token, 0, 1)
        table.answered(token, 0, 2)
        table.refused(token, -8)
        #expect(try await request.promise.value(orWhenCancelled: .notConnected) == 1)
        #expect(table.pendingCount == 0)
        #expect(callbackTable(RequestToken(handle: RequestToken.handleLimit, sequence: 1)) == nil)
    }

    @Test func requestForAFormerConnectionIsRefused() {
        let table = table()
        defer { table.sweep(.closed) }
        table.sessionChanged(.connectionLost)
        #expect(table.enter(Request<Int>(words), for: 0) == nil)
        #expect(table.enter(Request<Int>(words), for: 1) != nil)
    }

    @Test func watchIsArmedByTheAnswerOnly() {
        let table = table()
        defer { table.sweep(.closed) }
        let watch = Watch()
        let failed = table.enter(Request<Int>(words, arming: .init(watch: watch, kind: .node)), for: nil)!
        let nothing: Int? = nil
        table.answered(failed, -101, nothing)
        #expect(table.watchCount == 0)
        let read = table.enter(Request<Int>(words, arming: .init(watch: watch, kind: .node)), for: nil)!
        table.answered(read, 0, 1)
        #expect(table.watchCount == 1)
    }

    @Test(arguments: [
        (CloseReason.closed, ZooKeeperError.Code.closed, Watch.Outcome.closed),
        (.disconnected, .connectionLoss, .disconnected), (.sessionLost, .sessionExpired, .sessionLost),
    ])
    func sweepAnswersWhatIsLeft(_ reason: CloseReason, _ code: ZooKeeperError.Code, _ outcome: Watch.Outcome) async throws {
        let table = table()
        let watch = Watch()
        let read = table.enter(Request<Int>(words, arming: .init(watch: watch, kind: .node)), for: nil)!
        table.answered(read, 0, 1)
        let write = Request<Int>(RequestWords(operation: "create", path: "/a", isWrite: true))
        _ = table.enter(write, for: nil)
        table.sweep(reason)
        #expect(try await watch.outcome() == outcome)
        do {
            _ = try await write.promise.value(orWhenCancelled: .notConnected)
            Issue.record("a request that was swept gave a value")
        } catch {
            #expect(error.code == code)
            #expect(error.mayHaveBeenApplied)
        }
        #expect(HandleRegistry.table(table.number) == nil)
    }

    @Test func tokensKeepBothNumbers() {
        for (handle, sequence) in [(1, 0), (1, 1), (RequestToken.handleLimit, RequestToken.sequenceLimit), (5, 1 << 39)] {
            let token = RequestToken(handle: handle, sequence: sequence)
            #expect(RequestToken(token.context) == token)
            #expect(token.context != nil)
        }
    }
}

@Suite struct ErrorTests {
    private let write = RequestWords(operation: "create", path: "/a", isWrite: true)
    private let read = RequestWords(operation: "data of", path: "/a", isWrite: false)

    @Test(arguments: [-4, -7, -2, -118, -112, -116] as [Int32])
    func codesThatLeaveADoubtSayIt(_ code: Int32) {
        #expect(ZooKeeperError(libraryCode: code, write, wasSent: true).mayHaveBeenApplied)
        #expect(!ZooKeeperError(libraryCode: code, write, wasSent: false).mayHaveBeenApplied)
        #expect(!ZooKeeperError(libraryCode: code, read, wasSent: true).mayHaveBeenApplied)
    }

    @Test(arguments: [-4, -7, -2, -118] as [Int32])
    func lossesAreOneCode(_ code: Int32) {
        #expect(ZooKeeperError(libraryCode: code, read, wasSent: true).code == .connectionLoss)
    }

    @Test func unknownCodeIsKept() {
        let error = ZooKeeperError(libraryCode: -4711, write, wasSent: true)
        #expect(error.code.rawValue == -4711)
        #expect(error.description.contains("-4711"))
        #expect(!error.mayHaveBeenApplied)
    }
}

@Suite struct LibraryLineTests {
    @Test func lineIsParted() {
        let line = LibraryLine("2026-11-21 03:40:13,123:17(0x7f12):ZOO_WARN@interest@2540: Exceeded deadline by 11ms: late")
        #expect(line.isTrouble)
        #expect(line.text == "Exceeded deadline by 11ms: late")
        #expect(LibraryLine("x:ZOO_INFO@f@1: initiated connection").isTrouble == false)
        #expect(LibraryLine("odd").text == "odd")
    }
}
