internal import Foundation

/// What this process holds of the system.
package struct ProcessCounts {
    package var threads: Int
    package var descriptors: Int
    /// In KiB.
    package var residentMemory: Int
    /// What of it is in use, where the system tells.
    package var heap: HeapCounts?
    /// Of all threads since the start, in seconds.
    package var processorTime: Double

    package static func now() throws -> ProcessCounts {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        func field(_ name: String) -> Int {
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
            return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
        }
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let times = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1_000_000 }
        return ProcessCounts(
            threads: field("Threads"),
            descriptors: try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count,
            residentMemory: field("VmRSS"), heap: HeapCounts.now(), processorTime: times.reduce(0, +)
        )
    }
}

extension ProcessCounts: CustomStringConvertible {
    package var description: String {
        let told = heap.map { ", \($0.inUse) KiB in use in \($0.arenas) arenas" } ?? ""
        return "\(threads) threads, \(descriptors) descriptors, \(residentMemory) KiB resident\(told)"
    }
}
