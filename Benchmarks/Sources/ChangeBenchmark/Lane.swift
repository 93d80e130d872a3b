import HoldfastZooKeeper

/// One program in the race: its lines as they are read, and its samples so far.
struct Lane {
    let program: Program
    var samples: ProgramSamples
    private var lines: AsyncStream<ArrivedLine>.Iterator

    init(_ program: Program) {
        self.program = program
        samples = ProgramSamples(name: program.name)
        lines = program.lines.makeAsyncIterator()
    }

    /// Waits until the program has said that of each of these Things, in whatever order.
    ///
    /// - Returns: when the last of these lines arrived.
    /// - Throws: ``BenchmarkError`` when it says so of another Thing, that a Thing failed, or nothing any more.
    @discardableResult
    mutating func wait(until event: String, _ names: [ZNodeName]) async throws -> SuspendingClock.Instant {
        var missing = Set(names.map(\.description))
        while let line = await lines.next(isolation: #isolation) {
            let said = try line.event()
            switch (said.event, said.thing) {
            case (event, .some(let thing)):
                guard missing.remove(thing) != nil else { throw surprise(line) }
                if missing.isEmpty { return line.instant }
            case ("ready", _), ("posture", _):
                continue
            case (_, _):
                throw surprise(line)
            }
        }
        throw BenchmarkError("\(program.name.rawValue) says nothing any more, and was to say '\(event)' of \(missing)")
    }

    private func surprise(_ line: ArrivedLine) -> BenchmarkError {
        BenchmarkError("\(program.name.rawValue) said unexpectedly: \(String(decoding: line.bytes, as: UTF8.self))")
    }
}
