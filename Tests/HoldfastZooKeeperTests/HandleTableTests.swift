import Testing

@testable import HoldfastZooKeeper

@Suite struct HandleTableTests {
    private func table() -> HandleTable {
        HandleRegistry.enter { HandleTable(number: $0, limits: HandleLimits(inFlight: 4), hooks: HandleHooks { _ in }) }
    }

    private let words = RequestWords(operation: "data of", path: "/a", isWrite: false)

    @Test func lateUnknownAndRepeatedAnswersAreIgnored() async throws {
        let table = table()
        defer { table.sweep(.closed) }
        let request = Request<Int>(words)
        try await table.permits.acquire()
        let token = try #require(table.token(of: request))
        table.answered(RequestToken(handle: table.number, sequence: token.sequence + 1), 0, 9)
        table.answered(token, 0, 1)
        table.answered(token, 0, 2)
        table.refused(token, -8)
        #expect(try await request.promise.value(orWhenCancelled: .notConnected) == 1)
        #expect(table.pendingCount == 0)
        #expect(callbackTable(RequestToken(handle: RequestToken.handleLimit, sequence: 1)) == nil)
    }

    @Test func requestThatIsRefusedAtTheDoorIsAnsweredThere() async throws {
        let table = table()
        defer { table.sweep(.closed) }
        let write = Request<Int>(RequestWords(operation: "create", path: "/a", isWrite: true))
        try await table.permits.acquire()
        let token = try #require(table.token(of: write))
        table.refused(token, -9)
        // No callback comes: what waits for one would wait until the handle is closed.
        #expect(table.pendingCount == 0)
        table.sweep(.closed)
        do {
            _ = try await write.promise.value(orWhenCancelled: .notConnected)
            Issue.record("a request that was refused gave a value")
        } catch {
            #expect(error.code == .connectionLoss)
            #expect(!error.mayHaveBeenApplied)
        }
    }

    @Test func requestForAFormerConnectionIsRefused() {
        let table = table()
        defer { table.sweep(.closed) }
        table.sessionChanged(.connectionLost)
        #expect(table.token(of: Request<Int>(words), for: 0) == nil)
        #expect(table.token(of: Request<Int>(words), for: 1) != nil)
    }

    @Test func watchIsArmedByTheAnswerOnly() throws {
        let table = table()
        defer { table.sweep(.closed) }
        let watch = Watch()
        let failed = try #require(
            table.token(of: Request<Int>(words, watching: .arms(.init(watch: watch, kind: .node)))))
        let nothing: Int? = nil
        table.answered(failed, -101, nothing)
        #expect(table.watchCount == 0)
        let read = try #require(table.token(of: Request<Int>(words, watching: .arms(.init(watch: watch, kind: .node)))))
        table.answered(read, 0, 1)
        #expect(table.watchCount == 1)
    }

    @Test(arguments: [
        (CloseReason.closed, ZooKeeperError.Code.closed, Watch.Outcome.closed),
        (.disconnected, .connectionLoss, .disconnected), (.sessionLost, .sessionExpired, .sessionLost),
    ])
    func sweepAnswersWhatIsLeft(
        _ reason: CloseReason, _ code: ZooKeeperError.Code, _ outcome: Watch.Outcome
    ) async throws {
        let table = table()
        let watch = Watch()
        let read = try #require(table.token(of: Request<Int>(words, watching: .arms(.init(watch: watch, kind: .node)))))
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
        for (handle, sequence) in [
            (1, 0), (1, 1), (RequestToken.handleLimit, RequestToken.sequenceLimit), (5, 1 << 39),
        ] {
            let token = RequestToken(handle: handle, sequence: sequence)
            #expect(RequestToken(token.context) == token)
            #expect(token.context != nil)
        }
    }
}

extension HandleTable {
    func token(of request: any PendingRequest, for connection: Int? = nil) -> RequestToken? {
        if case .entered(let token) = enter(request, for: connection) { token } else { nil }
    }
}
