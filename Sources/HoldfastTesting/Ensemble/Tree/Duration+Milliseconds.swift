extension Duration {
    /// The whole milliseconds of it, as ZooKeeper keeps times.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
