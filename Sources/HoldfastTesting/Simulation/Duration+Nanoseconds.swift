extension Duration {
    /// The duration in whole nanoseconds, rounded up so that nobody wakes too early; more than 292 years count as that.
    var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflows) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflows else { return seconds < 0 ? .min : .max }
        let (sum, overflowsToo) = whole.addingReportingOverflow((attoseconds + 999_999_999) / 1_000_000_000)
        return overflowsToo ? .max : sum
    }
}
