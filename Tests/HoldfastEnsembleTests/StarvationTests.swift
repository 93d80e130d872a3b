import Foundation
import HoldfastEnsemble
import Testing

extension RealServers {
    @Suite struct StarvationTests {
        @Test func aStarvedServerIsStoppedForMostOfTheTimeAndServesOnAfterwards() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let server = ensemble.servers[0]
                let process = try #require(server.processIdentifier)
                try await server.starve(toShare: 0.1, period: .milliseconds(200))
                var (looks, stopped) = (0, 0)
                // Over ten periods.
                _ = try await Poll.until(every: .milliseconds(15), limit: .seconds(2)) { () -> Void? in
                    looks += 1
                    if ProcessTable.isStopped(process) { stopped += 1 }
                    return nil
                }
                #expect(stopped > looks / 2, "\(stopped) of \(looks)")
                #expect(stopped < looks, "now and then it runs")

                try await server.resume()
                for _ in 0..<20 { #expect(!ProcessTable.isStopped(process)) }
                #expect(try await server.fourLetterWord("ruok") == "imok")
            }
        }

        @Test func aStarvedServerCanBeHungStoppedAndKilled() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let server = ensemble.servers[0]
                try await server.starve(toShare: 0.5, period: .milliseconds(20))
                try await server.hang()
                let process = try #require(server.processIdentifier)
                let stopped: Void? = try await Poll.until(every: .milliseconds(5), limit: .seconds(5)) {
                    ProcessTable.isStopped(process) ? () : nil
                }
                #expect(stopped != nil)
                for _ in 0..<50 { #expect(ProcessTable.isStopped(process)) }
                try await server.starve(toShare: 0.5)
                try await server.stop()
                #expect(!server.isRunning)
                try await server.start()
                try await server.starve(toShare: 0.5)
                try await server.kill()
                #expect(!server.isRunning)
                let error = await #expect(throws: EnsembleError.self) { try await server.starve(toShare: 0.5) }
                #expect(error?.code == .notRunning)
            }
        }

        @Test func aShareThatIsNoneIsRefused() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                for share in [0, 1, -0.5, 1.5] {
                    let error = await #expect(throws: EnsembleError.self) {
                        try await ensemble.servers[0].starve(toShare: share)
                    }
                    #expect(error?.code == .impossible)
                }
            }
        }
    }
}
