import Foundation

/// A program that runs and follows its list.
final class RunningEntrant: Sendable {
    let name: EntrantName
    let lines: LineCounter
    let identifier: Int32

    /// Starts the program.
    init(_ entrant: Entrant, server: String) throws {
        name = entrant.name
        let process = Process()
        process.executableURL = URL(filePath: entrant.executable)
        process.arguments = entrant.arguments(server, entrant.name.list)
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw BenchmarkError("no pipe: \(errno)") }
        // Ours alone: a program that inherited it would keep the pipes of others open.
        _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
        process.standardOutput = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
        process.standardInput = FileHandle.nullDevice
        lines = LineCounter(reading: ends[0], of: entrant.name.rawValue)
        try process.run()
        identifier = process.processIdentifier
        lines.start()
    }

    /// Ends the program and waits until it is gone.
    func end() async {
        kill(identifier, SIGKILL)
        while kill(identifier, 0) == 0 { try? await Task.sleep(for: .milliseconds(5)) }
    }
}
