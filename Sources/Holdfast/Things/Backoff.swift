/// The delays between the lives of a Thing whose closure keeps ending by itself: 1 s, 2 s, 4 s, … up to a limit.
struct Backoff: Hashable, Sendable {
    /// The first delay.
    var first: Duration
    /// The longest delay; a life that lasted at least as long begins the row anew.
    var longest: Duration

    private var failures = 0

    init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// The delay before the next life.
    mutating func failed(after life: Duration) -> Duration {
        if life >= longest { failures = 0 }
        defer { failures = min(failures + 1, 30) }
        return min(first * (1 << failures), longest)
    }

    /// The next failure is a first one again.
    mutating func reset() {
        failures = 0
    }
}
