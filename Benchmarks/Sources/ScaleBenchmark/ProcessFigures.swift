import Foundation

/// What the system says of a process.
struct ProcessFigures: Sendable {
    /// The processor time of all its threads so far, in milliseconds.
    var processorTime: Double
    /// What it holds in memory, in KiB.
    var resident: Int

    init(of process: Int32) throws {
        let folder = "/proc/\(process)"
        // To the nanosecond, unlike /proc/PID/stat, which counts ticks of 10 ms.
        var nanoseconds = 0.0
        for thread in try FileManager.default.contentsOfDirectory(atPath: "\(folder)/task") {
            guard let line = try? String(contentsOfFile: "\(folder)/task/\(thread)/schedstat", encoding: .utf8),
                let ran = line.split(separator: " ").first.flatMap({ Double($0) })
            else { continue }
            nanoseconds += ran
        }
        processorTime = nanoseconds / 1e6
        let status = try String(contentsOfFile: "\(folder)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        resident = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    }
}
