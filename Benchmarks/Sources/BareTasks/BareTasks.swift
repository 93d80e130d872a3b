import Glibc
import Synchronization

/// Runs as many tasks as a list has Things, each with a closure that does nothing but wait, and says what they hold in memory: what a
/// worker's own tasks cost, whoever begins and ends them. `list-worker` holds that and what Holdfast keeps.
///
///     bare-tasks COUNT (stream | sleep)
///
/// With `stream` each waits for the next value of a stream of its own, as the closures of `list-worker` wait for their payload to
/// change; with `sleep` each sleeps, again and again.
@main struct BareTasks {
    /// As many task groups as a worker deals its Things out to.
    private static let lanes = 64

    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let count = Int(arguments[1]), count > 0,
            ["stream", "sleep"].contains(arguments[2])
        else {
            print("usage: bare-tasks COUNT (stream | sleep)")
            exit(64)
        }
        let tasks = RunningTasks(count: count)
        // The first tasks bring up the pool and what the runtime makes once: that is none of their cost.
        let before = residentKiB()
        await withDiscardingTaskGroup { group in
            for lane in 0..<lanes {
                group.addTask {
                    if arguments[2] == "sleep" {
                        await tasks.sleep(lane, of: lanes)
                    } else {
                        await tasks.listen(lane, of: lanes)
                    }
                }
            }
            await tasks.haveAllBegun()
            let resident = residentKiB()
            print("tasks \(count), resident KiB \(resident), bytes a task \((resident - before) * 1024 / count)")
            group.cancelAll()
        }
    }

    private static func residentKiB() -> Int {
        guard let status = fopen("/proc/self/status", "r") else { return 0 }
        defer { fclose(status) }
        var line = [CChar](repeating: 0, count: 256)
        while fgets(&line, Int32(line.count), status) != nil {
            let words = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
                .split(whereSeparator: \.isWhitespace)
            if words.first == "VmRSS:", words.count > 1 { return Int(words[1]) ?? 0 }
        }
        return 0
    }
}

/// The tasks, and how many of them have come to where they wait.
private final class RunningTasks: Sendable {
    private let count: Int
    private let begun = Atomic(0)
    private let (allBegun, sayAllBegun) = AsyncStream.makeStream(of: Void.self)
    private let writers = Mutex<[AsyncStream<Int>.Continuation]>([])

    init(count: Int) {
        self.count = count
    }

    func haveAllBegun() async {
        for await _ in allBegun {}
    }

    /// Runs those of one lane.
    func sleep(_ lane: Int, of lanes: Int) async {
        await withDiscardingTaskGroup { group in
            for _ in stride(from: lane, to: count, by: lanes) {
                group.addTask {
                    self.begins()
                    while (try? await Task.sleep(for: .seconds(86_400))) != nil {}
                }
            }
        }
    }

    /// Runs those of one lane, each with a stream of its own that somebody else could write to.
    func listen(_ lane: Int, of lanes: Int) async {
        await withDiscardingTaskGroup { group in
            for number in stride(from: lane, to: count, by: lanes) {
                let (updates, writer) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
                writer.yield(number)
                writers.withLock { $0.append(writer) }
                group.addTask {
                    self.begins()
                    for await _ in updates {}
                }
            }
        }
    }

    private func begins() {
        if begun.add(1, ordering: .relaxed).newValue == count { sayAllBegun.finish() }
    }
}
