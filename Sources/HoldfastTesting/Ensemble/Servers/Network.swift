/// Who can reach whom, and what waits on the way.
///
/// A message on a blocked way is not lost, as TCP sends it again: it goes on when the way is free, unless its connection is
/// over by then.
struct Network {
    enum Place: Hashable {
        case client(Int)
        case server(Int)
    }

    struct Way: Hashable {
        var one: Place
        var other: Place
    }

    private(set) var blocked: Set<Way> = []
    private var held: [(way: Way, event: EnsembleEvent)] = []
    private var sweepAt = 256
    /// What every message between clients and servers takes longer.
    var clientDelay: Duration = .zero

    func isBlocked(_ one: Place, _ other: Place) -> Bool {
        !blocked.isEmpty
            && (blocked.contains(Way(one: one, other: other)) || blocked.contains(Way(one: other, other: one)))
    }

    /// Keeps a message until its way is free.
    ///
    /// - Parameter concernsSomebody: whether a message is still of interest; asked now and then, so that what waits on a way
    ///   that is blocked for days does not grow.
    mutating func hold(
        _ event: EnsembleEvent, _ one: Place, _ other: Place, concernsSomebody: (EnsembleEvent) -> Bool
    ) {
        held.append((Way(one: one, other: other), event))
        guard held.count > sweepAt else { return }
        held.removeAll { !concernsSomebody($0.event) }
        sweepAt = max(256, held.count * 2)
    }

    /// Blocks exactly these ways from now on.
    ///
    /// - Returns: the messages that go on, in their order.
    mutating func block(_ ways: Set<Way>) -> [EnsembleEvent] {
        blocked = ways
        var free: [EnsembleEvent] = []
        var waiting: [(way: Way, event: EnsembleEvent)] = []
        for message in held {
            if isBlocked(message.way.one, message.way.other) {
                waiting.append(message)
            } else {
                free.append(message.event)
            }
        }
        held = waiting
        return free
    }
}
