import HoldfastEnsemble
import Testing

extension RealServers {
    @Suite struct EnsembleBackupTests {
        @Test func aRestoredEnsembleServesWhatItHeldWhenTheBackupWasMade() async throws {
            try await Ensemble.with { ensemble in
                let before = try await lastTransaction(of: ensemble)
                let backup = try await ensemble.backUp()
                try await ensemble.waitUntilServing()
                // Each election raises the epoch, which is the higher half of a transaction's number.
                for _ in 0..<2 {
                    try await ensemble.leader()?.kill()
                    try await ensemble.waitUntilServing()
                    for server in ensemble.servers where !server.isRunning { try await server.start() }
                    try await ensemble.waitUntilServing()
                }
                let after = try await lastTransaction(of: ensemble)
                #expect(after >> 32 >= (before >> 32) + 3)

                try await ensemble.restore(backup)
                try await ensemble.waitUntilServing()
                let restored = try await lastTransaction(of: ensemble)
                #expect(restored < after, "it came back in the past")
                #expect(restored >= before, "and has what the backup held")
            }
        }

        private func lastTransaction(of ensemble: Ensemble) async throws -> UInt64 {
            let leader = try #require(try await ensemble.leader())
            let report = try await leader.fourLetterWord("srvr")
            let line = try #require(report.split(separator: "\n").first { $0.hasPrefix("Zxid: 0x") })
            return try #require(UInt64(line.dropFirst("Zxid: 0x".count), radix: 16))
        }
    }
}
