import ClientSupport
import Dispatch
import Foundation
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

extension RealServerTests {
    /// What keeps a handle from expiring while a transaction is being submitted on it.
    @Suite struct MultiGateTests {
        @Test func newConnectionWaitsUntilTheTransactionIsSubmitted() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString, timeout: .seconds(8)) { client in
                    let connection = try await client.connected()
                    let (handle, number) = try client.admitted()
                    let (hasBegun, hasPassed) = (DispatchSemaphore(value: 0), Latest(false))
                    let passedMeanwhile = Latest(false)
                    let words = RequestWords(operation: "transaction at", path: "/", isWrite: false)
                    _ = await expect(.badArguments) {
                        try await handle.perform(Request<Void>(words), for: number) { pointer, _ in
                            MultiGate.submit(on: pointer) {
                                // The library's own thread, before it reads the first answer of a new connection.
                                Thread.detachNewThread {
                                    hasBegun.signal()
                                    MultiGate.logged("check_events: initiated connection to server [10.0.0.1:2181]")
                                    hasPassed.set(true)
                                }
                                hasBegun.wait()
                                usleep(200_000)
                                passedMeanwhile.set(hasPassed.value)
                                return ZooKeeperError.Code.badArguments.rawValue
                            }
                        }
                    }
                    #expect(!passedMeanwhile.value)
                    try await eventually { hasPassed.value }
                    #expect(try await client.connected() == connection)
                }
            }
        }

        @Test func handleThatIsNotConnectedTakesNoTransaction() async throws {
            let handle = Handle(
                at: ServerAddress(host: "127.0.0.1", port: 1), HandleLimits(), HandleHooks { _ in })
            #expect(await handle.open(timeout: .seconds(1), resuming: nil))
            _ = await expect(.connectionLoss) {
                try await handle.multi([.check("/", version: nil)], acl: .open, for: 0)
            }
            #expect(await handle.close(.closed, sparingConnected: false, grace: .zero))
        }
    }
}
