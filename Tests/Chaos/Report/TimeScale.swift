/// Where a time lies in a timeline, from left to right.
struct TimeScale: Sendable {
    /// Where time 0 lies, and how much room there is from there.
    let left: Double
    let width: Double
    /// The last time that is shown, in seconds.
    let end: Double

    func x(_ time: Double) -> Double {
        left + min(max(time, 0), end) / end * width
    }

    /// The times that are marked: round ones, a dozen at most.
    var ticks: [Double] {
        let steps: [Double] = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600]
        let step = steps.first { end / $0 <= 12 } ?? (end / 12).rounded(.up)
        return (0...Int(end / step)).map { Double($0) * step }
    }
}
