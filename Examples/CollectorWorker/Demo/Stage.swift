/// Where the demo tells what happens: plain lines, each with the time since it began.
struct Stage: Sendable {
    private let writer: LineWriter
    private let begin = ContinuousClock.now

    init(writer: LineWriter) {
        self.writer = writer
    }

    func say(_ text: String) async {
        let time = begin.duration(to: .now).inSeconds
        await writer.write("[" + String(repeating: " ", count: max(0, 7 - time.count)) + time + "]  " + text)
    }

    /// Lines as they are, without the time.
    func show(_ lines: [String]) async {
        for line in lines { await writer.write(line) }
    }
}
