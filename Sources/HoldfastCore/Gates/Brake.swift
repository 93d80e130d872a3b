/// How many Things may go within a minute where nobody declares that they are to go.
///
/// Of the Things assigned a minute ago, and of those assigned now, the gone and the going may be at most the greater of one and
/// half, and never the last one. What would pass it is held whole, not in part.
struct Brake: Sendable {
    let window: Duration
    /// When those came that came within the window.
    private var arrivals: [ThingID: Moment] = [:]
    /// When those went that went within the window without a word.
    private var departures: [ThingID: Moment] = [:]
    /// What was assigned before anything was counted was assigned a minute ago as well.
    private var isCounting = false

    init(window: Duration) {
        self.window = window
    }

    /// Those that went within the window without a word, as far as it is known to have passed.
    var departed: Set<ThingID> { Set(departures.keys) }

    mutating func beginCounting() {
        isCounting = true
    }

    mutating func came(_ id: ThingID, at now: Moment) {
        guard isCounting else { return }
        if departures.removeValue(forKey: id) == nil { arrivals[id] = now }
    }

    /// A Thing went because its absence was believed without a word.
    mutating func went(_ id: ThingID, at now: Moment) {
        departures[id] = now
    }

    /// A Thing went on a word: that counts for nothing.
    mutating func wasTold(_ id: ThingID) {
        arrivals[id] = nil
    }

    /// Whether those that are absent may all go.
    mutating func lets(_ going: Dictionary<ThingID, Absence>.Keys, go assigned: Int, at now: Moment) -> Bool {
        forget(at: now)
        let goneOfThen = departures.keys.count { arrivals[$0] == nil }
        let ofThen = assigned - (arrivals.count - departures.keys.count { arrivals[$0] != nil }) + goneOfThen
        let goingOfThen = going.count { arrivals[$0] == nil }
        return Self.lets(going.count, go: assigned) && Self.lets(goneOfThen + goingOfThen, go: ofThen)
    }

    private static func lets(_ leaving: Int, go all: Int) -> Bool {
        leaving == 0 || (leaving <= max(1, all / 2) && leaving < all)
    }

    private mutating func forget(at now: Moment) {
        let before = now + (Duration.zero - window)
        if arrivals.values.contains(where: { $0 <= before }) { arrivals = arrivals.filter { $0.value > before } }
        if departures.values.contains(where: { $0 <= before }) { departures = departures.filter { $0.value > before } }
    }
}
