import NIOCore

/// How long a ``FaultProxy`` takes to pass bytes on, in either direction.
struct ProxyPace: Sendable, Equatable {
    /// How much later each byte arrives.
    var delay = TimeAmount.zero
    /// How many bytes pass in a second, each way on each connection; as many as come where nil.
    var bytesPerSecond: Int?

    static let atOnce = ProxyPace()

    /// The longest run of bytes that is passed on in one go, so that a narrow line trickles instead of stuttering.
    var greatestPiece: Int {
        self.bytesPerSecond.map { Swift.max(1, $0 / 20) } ?? .max
    }

    /// How long the line is busy with so many bytes.
    func duration(of count: Int) -> TimeAmount {
        guard let bytesPerSecond else { return .zero }
        return .nanoseconds(Int64(Double(count) / Double(bytesPerSecond) * 1e9))
    }
}
