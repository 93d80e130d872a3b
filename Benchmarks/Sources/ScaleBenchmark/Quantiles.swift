/// Medians and the like of a sample.
struct Quantiles {
    private let sorted: [Double]

    /// - Parameter values: one or more.
    init(_ values: [Double]) {
        precondition(!values.isEmpty, "a sample of nothing has no quantiles")
        sorted = values.sorted()
    }

    var median: Double { at(0.5) }

    /// The value that so large a part of the sample does not exceed, between two neighbours in proportion.
    func at(_ part: Double) -> Double {
        let place = part * Double(sorted.count - 1)
        let lower = Int(place)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (sorted[upper] - sorted[lower]) * (place - Double(lower))
    }
}
