import ClientSupport
import Foundation
import Subprocess
import Testing

/// One client that holds a thousand watches, and loses its connection and its session again and again: a few rounds of what
/// `make soak` does for long.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ClientSoakTests {
    @Test func nothingIsLostOrKeptThroughCutsAndExpiries() async throws {
        let program = try BuiltProducts.executable("client-soak")
        let result = try await Subprocess.run(
            .name("env"), arguments: [program, "--cuts", "50", "--expiries", "2", "--limit", "300", "--short"],
            output: .string(limit: 65_536), error: .string(limit: 65_536)
        )
        let (said, log) = (result.standardOutput, result.standardError)
        #expect(result.terminationStatus == .exited(0), "\(said)\(log)")
        let figures = try #require(
            said.firstMatch(of: #/(\d+) cuts, .* and (\d+) expiries .*: (\d+) threads, /#), "\(said)")
        #expect(try #require(Int(figures.1)) >= 50)
        #expect(Int(figures.2) == 2)
        #expect(
            said.contains("\nthe servers count 1 sessions (mntr), 1 connections (cons), 1000 watches (mntr), 1000 "))
    }
}
