import HoldfastZooKeeper
import Subprocess
import SystemPackage

/// A program that follows a list and prints a line for each change, as a process of its own.
final class Program: Sendable {
    let name: ProgramName
    let list: ZNodePath
    /// What it prints, with the time at which each line arrived. For one reader.
    let lines: AsyncStream<ArrivedLine>

    private let configuration: Configuration
    private let input: FileDescriptor
    private let reader: LineReader

    /// The program; it is started by ``run()``.
    init(name: ProgramName, executable: String, arguments: [String], list: String) throws {
        let (readEnd, writeEnd) = try FileDescriptor.pipe()
        self.name = name
        self.list = try ZNodePath(list)
        input = writeEnd
        (lines, reader) = LineReader.reading(from: readEnd)
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .terminate, allowedDurationToNextStep: .seconds(10))]
        configuration = Configuration(
            executable: .path(FilePath(executable)), arguments: Arguments(arguments), platformOptions: options
        )
    }

    /// Runs the program until the task is cancelled, which ends it.
    ///
    /// - Throws: ``BenchmarkError`` when it ends by itself.
    func run() async throws {
        reader.start(named: name.rawValue)
        let result = try await Subprocess.run(
            configuration, input: .none, output: .fileDescriptor(input, closeAfterSpawningProcess: true),
            error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
        )
        guard !Task.isCancelled else { return }
        throw BenchmarkError("\(name.rawValue) ended by itself: \(result.terminationStatus)")
    }
}
