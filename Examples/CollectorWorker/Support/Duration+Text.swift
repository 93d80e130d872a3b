extension Duration {
    /// The duration in milliseconds, rounded down.
    var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// The duration in seconds with one decimal, for people.
    var inSeconds: String {
        let tenths = (wholeMilliseconds + 50) / 100
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
