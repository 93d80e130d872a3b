import Foundation
import Testing

@testable import HoldfastEnsemble

@Suite(.timeLimit(.minutes(2))) struct WatchdogTests {
    /// The reader may not have run yet when the server is gone already: what is to end it must not be lost then. It was, in
    /// one of forty, and whoever had killed a server right after its start waited for ever.
    @Test func aServerThatEndsAtOnceEndsItsWatchdog() async throws {
        let files = ServerFiles(
            id: 1, root: FileManager.default.temporaryDirectory.appendingPathComponent("holdfast-\(UUID().uuidString)"))
        defer { try? FileManager.default.removeItem(at: files.root) }
        try FileManager.default.createDirectory(at: files.data, withIntermediateDirectories: true)
        for round in 0..<200 {
            // The shell's own command: nothing has to be loaded for it.
            let process = ServerProcess(files: files, command: [":"])
            let isOver = await withTaskGroup(of: Bool.self) { group in
                group.addTask {
                    await process.run()
                    return !Task.isCancelled
                }
                group.addTask {
                    try? await ContinuousClock().sleep(for: .seconds(10))
                    return false
                }
                defer { group.cancelAll() }
                return await group.next() ?? false
            }
            try #require(isOver, "the watchdog of round \(round) does not end")
        }
    }
}
