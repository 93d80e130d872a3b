/// How often the worker judges: one that reads its list again and again wears out the servers.
struct Pace {
    /// More than any history has reason for: writes come one by one, and each is a message apart.
    private static let limit = 100

    private var second: Int64 = 0
    private var count = 0

    mutating func judged(at now: Duration) -> String? {
        if now.components.seconds != second {
            second = now.components.seconds
            count = 0
        }
        count += 1
        return count > Self.limit ? "the worker judged \(count) times within a second" : nil
    }
}
