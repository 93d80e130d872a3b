import NIOCore

/// One direction of a link: passes on what comes in, in its order, each part when it is due. Used on one event loop only.
final class PacedLine {
    /// How much may wait before the sender is asked to wait.
    static let greatestBacklog = 256 << 10

    private struct Part {
        var bytes: ByteBuffer
        var due: NIODeadline
    }

    private let loop: any EventLoop
    private let onDue: (ByteBuffer) -> Void
    private let onDrained: () -> Void
    private var waiting = CircularBuffer<Part>()
    private var timer: Scheduled<Void>?
    /// When the line is done with what it has taken.
    private var free = NIODeadline.uptimeNanoseconds(0)
    private var last = NIODeadline.uptimeNanoseconds(0)
    private(set) var backlog = 0

    /// - Parameters:
    ///   - onDue: Called with each part when it arrives.
    ///   - onDrained: Called after what was due, when little enough waits that the sender may go on.
    init(loop: any EventLoop, onDue: @escaping (ByteBuffer) -> Void, onDrained: @escaping () -> Void) {
        self.loop = loop
        self.onDue = onDue
        self.onDrained = onDrained
    }

    /// Whether the sender should wait.
    var isFull: Bool { self.backlog >= Self.greatestBacklog }

    /// Whether nothing waits: then bytes may as well pass by the line.
    var isEmpty: Bool { self.waiting.isEmpty }

    func take(_ bytes: ByteBuffer, _ pace: ProxyPace) {
        var rest = bytes
        while let part = rest.readSlice(length: min(pace.greatestPiece, rest.readableBytes)), part.readableBytes > 0 {
            self.free = max(self.free, self.loop.now) + pace.duration(of: part.readableBytes)
            // A delay that was shortened lets no byte overtake another.
            self.last = max(self.last, self.free + pace.delay)
            self.backlog += part.readableBytes
            self.waiting.append(Part(bytes: part, due: self.last))
        }
        self.setTimer()
    }

    /// Passes on all that waits, now.
    func hurry() {
        self.free = self.loop.now
        self.last = self.free
        for index in self.waiting.indices { self.waiting[index].due = self.free }
        self.passOnWhatIsDue()
    }

    /// Forgets all that waits.
    func clear() {
        self.timer?.cancel()
        self.timer = nil
        self.waiting.removeAll()
        self.backlog = 0
    }

    private func setTimer() {
        guard self.timer == nil, let next = self.waiting.first else { return }
        self.timer = self.loop.assumeIsolated().scheduleTask(deadline: next.due) {
            self.timer = nil
            self.passOnWhatIsDue()
        }
    }

    private func passOnWhatIsDue() {
        self.timer?.cancel()
        self.timer = nil
        let now = self.loop.now
        while let part = self.waiting.first, part.due <= now {
            self.waiting.removeFirst()
            self.backlog -= part.bytes.readableBytes
            self.onDue(part.bytes)
        }
        if !self.isFull { self.onDrained() }
        self.setTimer()
    }
}
