import Foundation
import Subprocess
import TestSupport
import Testing

/// The worker where nobody listens: a port of the privileged range on loopback that no service of a test machine has.
@Suite(.timeLimit(.minutes(1))) struct UnreachableTests {
    @Test(arguments: [Signal.terminate, Signal.interrupt])
    func itWaitsSaysSoAndEndsWellWhenToldTo(signal: Signal) async throws {
        let outcome = try await run(until: 2, thenSend: signal)
        #expect(outcome.exitCode == 0)
        #expect(outcome.waitingNotices.count == 2)
        #expect(outcome.waitingNotices.allSatisfy { $0.contains("no server of 127.0.0.1:1 answers") })
        let events = try outcome.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
        #expect(events.first?.event == "ready")
        #expect(events.last?.event == "exiting")
        #expect(events.dropFirst().dropLast().allSatisfy { $0.event == "posture" && $0.state == "holding" })
        #expect(events.map(\.t) == events.map(\.t).sorted())
    }

    private struct Line: Decodable {
        var t: Double
        var event: String
        var state: String?
    }

    private struct Outcome: Sendable {
        var exitCode: Int32?
        var waitingNotices: [String]
        var lines: [String]
    }

    /// Runs a worker, sends it a signal once it has said so many times that it waits, and collects what it printed.
    private func run(until notices: Int, thenSend signal: Signal) async throws -> Outcome {
        let result = try await Subprocess.run(
            .name("env"), arguments: try .worker(["--servers", "127.0.0.1:1", "--path", "/collectors/plant-7"]),
            input: .none, output: .sequence, error: .sequence
        ) { execution in
            async let lines = Array(execution.standardOutput.strings())
            var said: [String] = []
            for try await line in execution.standardError.strings() where line.contains("waiting for ZooKeeper") {
                said.append(line)
                if said.count == notices { try execution.send(signal: signal) }
            }
            return (said, try await lines)
        }
        return Outcome(
            exitCode: result.terminationStatus.exitCode, waitingNotices: result.closureResult.0,
            lines: result.closureResult.1)
    }
}
