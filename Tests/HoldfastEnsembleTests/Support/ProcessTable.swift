import Foundation

/// What Linux tells of processes in `/proc`.
enum ProcessTable {
    /// Whether the process exists. One that has ended and waits for its parent to notice does not count.
    static func exists(_ process: Int32) -> Bool {
        self.fields(process).map { $0[0] != "Z" } ?? false
    }

    /// Whether a signal stopped it.
    static func isStopped(_ process: Int32) -> Bool {
        self.fields(process).map { $0[0] == "T" } ?? false
    }

    static func parent(of process: Int32) -> Int32? {
        self.fields(process).flatMap { Int32($0[1]) }
    }

    static var all: [Int32] {
        let entries = try? FileManager.default.contentsOfDirectory(atPath: "/proc")
        return (entries ?? []).compactMap { Int32($0) }
    }

    /// The processes that hold the write end of a pipe, given as `pipe:[NUMBER]`.
    static func writers(of pipe: String) -> [Int32] {
        self.all.filter { process in
            self.descriptors(of: process).contains { number, target in
                target == pipe && self.isWritable(process, number)
            }
        }
    }

    /// What each descriptor of a process refers to.
    static func descriptors(of process: Int32) -> [String: String] {
        let folder = "/proc/\(process)/fd"
        let numbers = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return numbers.reduce(into: [:]) { targets, number in
            targets[number] = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(number)")
        }
    }

    private static func isWritable(_ process: Int32, _ number: String) -> Bool {
        guard
            let text = try? String(contentsOfFile: "/proc/\(process)/fdinfo/\(number)", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags:") }),
            let flags = Int(line.dropFirst("flags:".count).trimmingCharacters(in: .whitespaces), radix: 8)
        else { return false }
        return flags & 0o3 != 0
    }

    /// State, parent, and so on: what follows the name, which may itself hold spaces and parentheses.
    private static func fields(_ process: Int32) -> [Substring]? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return nil }
        guard let end = text.lastIndex(of: ")") else { return nil }
        return text[text.index(after: end)...].split(separator: " ")
    }
}
