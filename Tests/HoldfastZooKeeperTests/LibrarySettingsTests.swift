import Foundation
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

extension RealServerTests {
    /// What the library does, and what it leaves alone, by the settings that it is given.
    @Suite struct LibrarySettingsTests {
        @Test func openingLeavesTheRandomNumbersOfTheProcessAlone() async {
            // In a process of its own, where nobody else draws.
            await #expect(processExitsWith: .success) {
                srandom(7)
                let expected = (0..<5).map { _ in random() }
                srandom(7)
                for _ in 0..<3 {
                    let handle = Handle(
                        at: ServerAddress(host: "127.0.0.1", port: 1), HandleLimits(), HandleHooks { _ in })
                    #expect(await handle.open(timeout: .seconds(1), resuming: nil))
                    #expect(await handle.close(.closed, sparingConnected: false, grace: .zero))
                }
                let drawn = (0..<5).map { _ in random() }
                precondition(drawn == expected, "\(drawn) instead of \(expected)")
            }
        }

        @Test func libraryTellsOfConnectionsAndOfNothingElse() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let lines = LogBridge.lines()
                let (events, inbox) = AsyncStream.makeStream(of: HandleEvent.Kind.self)
                let address = ServerAddress(host: "127.0.0.1", port: UInt16(ensemble.servers[0].clientPort))
                let handle = Handle(at: address, HandleLimits(), HandleHooks { inbox.yield($0.kind) })
                #expect(await handle.open(timeout: .seconds(4), resuming: nil))
                for await event in events { if case .connected = event { break } }
                _ = try await handle.multi([.check("/", version: nil)], acl: .open, for: handle.table.connection)
                #expect(await handle.close(.closed, sparingConnected: false, grace: .zero))
                // Ends the lines.
                _ = LogBridge.lines()
                let told = await lines.reduce(into: []) { $0.append($1) }
                // The gates wait for these.
                #expect(told.contains { $0.contains("nitiated connection to server") })
                #expect(told.contains { $0.contains("session establishment complete on server ") })
                #expect(!told.contains { $0.contains("ZOO_DEBUG") || $0.contains("Client environment") }, "\(told)")
            }
        }

        @Test func serverThatOnlyReadsIsNotAskedFor() async throws {
            let server = try #require(ListeningSocket())
            let handle = Handle(
                at: ServerAddress(host: "127.0.0.1", port: server.port), HandleLimits(), HandleHooks { _ in })
            #expect(await handle.open(timeout: .seconds(10), resuming: nil))
            let request = await BlockingQueue.run { server.firstBytes(49) }
            #expect(await handle.close(.closed, sparingConnected: false, grace: .zero))
            // A length, the version, the last zxid, the timeout, the session, its password of 16 bytes; then the flag.
            #expect(request.count == 49)
            #expect(request.prefix(4) == [0, 0, 0, 45])
            #expect(request.last == 0)
        }

        @Test func onlyWhatTheRulesAllowIsLinked() throws {
            let linked = try LinkedNames()
            #expect(linked.holds("zookeeper_init2") && linked.holds("zoo_amulti"), "the names are not found")
            // Those that block, and those that are never called.
            let blocking = [
                "create", "create2", "create_ttl", "create2_ttl", "delete", "exists", "wexists", "get", "wget", "set",
                "set2", "get_children", "wget_children", "get_children2", "wget_children2", "get_acl", "set_acl",
                "multi", "getconfig", "wgetconfig", "reconfig", "remove_watches", "remove_all_watches",
            ]
            let never = [
                "set_servers", "cycle_next_server", "set_watcher", "set_context", "get_current_server",
                "aremove_watches", "create2_op_init", "set_log_stream",
            ]
            for name in blocking + never { #expect(!linked.holds("zoo_" + name), "\(name)") }
            for name in ["interest", "process"] { #expect(!linked.holds("zookeeper_" + name), "\(name)") }
        }
    }
}
