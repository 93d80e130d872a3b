import ClientSupport
import HoldfastCore
import Subprocess
import Testing

@testable import Holdfast
@testable import StateWriter

/// A real process that writes to a real disk, and is killed in the midst of it.
@Suite(.timeLimit(.minutes(5))) struct KillTests {
    @Test func aKilledProcessLeavesWhatItReportedOrTheNext() async throws {
        try await TemporaryFolder.with { folder in
            var (found, inTheMidst) = (0, 0)
            let kills = 300
            for kill in 1...kills {
                let things = [1, 40, 400, 2000][kill % 4]
                let reported = try await killed(folder: folder, things: things, afterLines: .random(in: 1...3))
                #expect(reported.first == found)
                let last = try #require(reported.last)
                if try DiskFileSystem().exists(folder + "/last-known-good.new") { inTheMidst += 1 }
                let store = try await LastKnownGoodStore.open(
                    folder: folder, of: StateWriterProgram.owner, in: DiskFileSystem())
                guard let loaded = try await store.load() else {
                    // Killed before its first save was done.
                    #expect(last == 0)
                    continue
                }
                found = loaded.value.approvals
                #expect(found == last || found == last + 1)
                #expect(loaded.alarm == nil)
                if found > reported[0] {
                    #expect(loaded.value == StateWriterProgram.value(found, things: things))
                    #expect(loaded.provedAt == Int64(found))
                }
            }
            print("\(kills) kills, \(inTheMidst) while a file was being written; \(found) values were kept")
            #expect(inTheMidst > 0)
        }
    }

    @Test func aSecondProcessIsKeptOutUntilTheFirstIsGone() async throws {
        try await TemporaryFolder.with { folder in
            let result = try await run(folder: folder, things: 1) { lines in
                _ = try await lines.next()
                let error = await #expect(throws: LastKnownGoodError.self) {
                    _ = try await LastKnownGoodStore.open(
                        folder: folder, of: StateWriterProgram.owner, in: DiskFileSystem())
                }
                #expect(error?.code == .inUse)
                #expect(error?.message.contains(folder) == true)
            }
            #expect(result == .signaled(9))
            _ = try await LastKnownGoodStore.open(folder: folder, of: StateWriterProgram.owner, in: DiskFileSystem())
        }
    }

    /// - Returns: the numbers that the process said are kept.
    private func killed(folder: String, things: Int, afterLines count: Int) async throws -> [Int] {
        var numbers: [Int] = []
        _ = try await run(folder: folder, things: things) { lines in
            for _ in 0..<count {
                if let line = try await lines.next(), let number = Int(line) { numbers.append(number) }
            }
            // Scattered over the time that one save takes.
            try await ContinuousClock().sleep(for: .microseconds(.random(in: 0...5000)))
        } afterKill: { line in
            if let number = Int(line) { numbers.append(number) }
        }
        return numbers
    }

    private typealias Lines = SubprocessOutputSequence.StringSequence<UTF8>.AsyncIterator

    /// Runs the process beside the body, then kills it; what it had written by then comes last.
    private func run(
        folder: String, things: Int, _ body: (inout Lines) async throws -> Void,
        afterKill: (String) -> Void = { _ in }
    ) async throws -> TerminationStatus {
        try await Subprocess.run(
            .name("env"), arguments: [try BuiltProducts.executable("StateWriter"), folder, "\(things)"],
            input: .none, output: .sequence, error: .discarded
        ) { execution in
            var lines = execution.standardOutput.strings().makeAsyncIterator()
            do {
                try await body(&lines)
            } catch {
                try? execution.send(signal: .kill)
                throw error
            }
            try execution.send(signal: .kill)
            while let line = try await lines.next() { afterKill(line) }
        }.terminationStatus
    }
}
