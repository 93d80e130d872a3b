import Foundation
import HoldfastEnsemble
import Testing

extension RealServers {
    /// What becomes of the servers when the process that owns them is killed and can clean up nothing.
    @Suite struct OwnerTests {
        @Test func noServerOutlivesAKilledOwner() async throws {
            // The body runs in a process of its own, and ends it.
            let result = await #expect(
                processExitsWith: .signal(SIGKILL),
                observing: [\.standardOutputContent]
            ) {
                try await Ensemble.with(servers: 2) { ensemble in
                    try await ensemble.servers[1].hang()
                    for server in ensemble.servers {
                        let process = try #require(server.processIdentifier)
                        let watchdog = try #require(ProcessTable.parent(of: process))
                        let folder = try #require(ProcessTable.descriptors(of: process)["1"])
                        print("owned \(process) \(watchdog) \(folder)")
                    }
                    fflush(nil)
                    kill(getpid(), SIGKILL)
                }
            }
            let output = String(decoding: try #require(result).standardOutputContent, as: UTF8.self)
            let owned = output.split(separator: "\n").filter { $0.hasPrefix("owned ") }.map { $0.split(separator: " ") }
            #expect(owned.count == 2)
            let processes = owned.flatMap { $0[1...2].compactMap { Int32($0) } }
            #expect(processes.count == 4)
            let folders = owned.map { String($0[3]).replacingOccurrences(of: "/server.log", with: "") }

            let gone: Void? = try await Poll.until(every: .milliseconds(20), limit: .seconds(10)) {
                let left =
                    processes.contains(where: ProcessTable.exists)
                    || folders.contains { FileManager.default.fileExists(atPath: $0) }
                return left ? nil : ()
            }
            #expect(gone != nil, "left behind: \(processes.filter(ProcessTable.exists)), \(folders)")
        }

        @Test func onlyTheOwnerHoldsThePipeThatKeepsAServerAlive() async throws {
            try await Ensemble.with(servers: 3) { ensemble in
                for server in ensemble.servers {
                    let process = try #require(server.processIdentifier)
                    let watchdog = try #require(ProcessTable.parent(of: process))
                    let readers = ProcessTable.all.filter { $0 != process && ProcessTable.parent(of: $0) == watchdog }
                    let reader = try #require(readers.first)
                    #expect(readers.count == 1)
                    let pipe = try #require(ProcessTable.descriptors(of: reader)["0"])
                    #expect(pipe.hasPrefix("pipe:"))
                    #expect(ProcessTable.writers(of: pipe) == [getpid()])
                    #expect(!ProcessTable.descriptors(of: process).values.contains(pipe))
                }
            }
        }
    }
}
