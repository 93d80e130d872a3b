/// What became of one history.
package struct HistoryRecord: Sendable {
    package var seed: UInt64
    package var steps: Int
    /// How much simulated time passed.
    package var elapsed: Duration
    /// The same for two histories that took the same steps.
    package var fingerprint: UInt64
    /// What happened, line by line, if it was kept.
    package var timeline: String
    /// Why it came to no good end; nil when it did.
    package var error: (any Error)?
}

extension HistoryRecord {
    /// Whether another history came to the same kind of end.
    func endsLike(_ other: HistoryRecord) -> Bool {
        switch (error, other.error) {
        case (nil, nil): true
        case (let failure as SimulationFailure, let other as SimulationFailure):
            failure.kind == other.kind && failure.rule == other.rule
        case (let error?, let other?): type(of: error) == type(of: other)
        case (nil, _?), (_?, nil): false
        }
    }
}

extension SimulationFailure {
    /// The beginning of the message, up to what differs from history to history: a colon, a comma or a number. A simpler plan that
    /// breaks another rule shows another fault.
    fileprivate var rule: Substring {
        message.prefix { $0 != ":" && $0 != "," && !$0.isNumber }
    }
}
