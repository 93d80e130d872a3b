import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

/// Submits transactions without a pause while the session is ended by another handle of the same session.
enum ExpiryHammer {
    static func round(_ address: ServerAddress) async throws {
        let (events, inbox) = AsyncStream.makeStream(of: HandleEvent.Kind.self)
        let expired = Latest(false)
        let hooks = HandleHooks { event in
            if event.kind == .sessionExpired { expired.set(true) }
            inbox.yield(event.kind)
        }
        let handle = Handle(at: address, HandleLimits(), hooks)
        #expect(await handle.open(timeout: .seconds(1), resuming: nil))
        var session = events.makeAsyncIterator()
        guard case .connected(let grant) = await session.next() else {
            Issue.record("the handle did not connect")
            return
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { await hammer(handle, until: expired) } }
            // The hammered handle may take its session back before the other has ended it: then it is ended again.
            try await eventually {
                await end(grant.credentials, at: address)
                return try await Poll.until(every: .milliseconds(5), limit: .milliseconds(300)) {
                    expired.value ? true : nil
                } == true
            }
            try await group.waitForAll()
        }
        #expect(await handle.close(.sessionLost, sparingConnected: false, grace: .milliseconds(100)))
        #expect(handle.table.pendingCount == 0)
    }

    private static func hammer(_ handle: Handle, until done: Latest<Bool>) async {
        let operations: [TransactionOperation] = [
            .check("/", version: nil), .check("/", version: nil), .check("/", version: nil),
        ]
        while !done.value {
            do {
                let connection = handle.table.connection
                _ = try await handle.multi(operations, acl: .open, for: connection)
            } catch {
                #expect([.connectionLoss, .sessionExpired].contains(error.code), "\(error)")
                await Task.yield()
            }
        }
    }

    /// Resumes the session with another handle and closes that, which ends the session.
    private static func end(_ credentials: SessionCredentials, at address: ServerAddress) async {
        let (events, inbox) = AsyncStream.makeStream(of: HandleEvent.Kind.self)
        let handle = Handle(at: address, HandleLimits(), HandleHooks { inbox.yield($0.kind) })
        #expect(await handle.open(timeout: .seconds(1), resuming: credentials))
        var session = events.makeAsyncIterator()
        _ = await session.next()
        #expect(await handle.close(.closed, sparingConnected: false, grace: .zero))
    }
}
