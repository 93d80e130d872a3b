/// A clock on the wall of a publisher that is ahead for a while, and is set back.
package struct PublisherClock: Codable, Hashable, Sendable {
    /// What a generation can be at most: what all languages' numbers hold exactly.
    static let end: Int64 = 9_007_199_254_740_991

    /// Whether it is that of the second publisher.
    package var isRivals: Bool
    /// From when on it is ahead, and when it is set back, in milliseconds from the beginning.
    package var from: Int
    package var until: Int
    /// By how many milliseconds.
    package var ahead: Int64

    /// What it says instead of that.
    func time(_ right: Int64) -> Int64 {
        let (sum, isOverflow) = right.addingReportingOverflow(ahead)
        return isOverflow ? Self.end : min(sum, Self.end)
    }
}

extension PublisherClock: CustomStringConvertible {
    package var description: String {
        "the clock of \(isRivals ? "the rival" : "the publisher") is \(ahead) ms ahead from \(from) to \(until) ms"
    }
}
