// The second and the third gate.
extension AssignmentCore {
    /// How many torn readings in a row are a hold. One is ordinary where a list is being written to.
    static let tornReadingsTolerated = 2

    /// An attempt to read the list ended.
    public mutating func read(_ reading: Reading, at now: Moment) -> [Directive] {
        guard let connection = connectionGate.connection, connection.ordinal == reading.connection else { return [] }
        isConfirming = false
        let directives: [Directive]
        switch reading.outcome {
        case .failed:
            knowledge = .failed
            directives = []
        case .missing:
            // Never "empty": whoever wants to say that nothing is assigned has a list to say it in.
            knowledge = .known
            absent = Set(assigned.keys)
            pendingStarts = 0
            fell(into: .missing)
            directives = []
        case .list(let list) where list.namesStat != list.dataStat:
            directives = tore()
        case .list(let list):
            directives = compare(list, of: reading, at: now)
        }
        return directives + reportChange(at: now)
    }

    private mutating func tore() -> [Directive] {
        switch knowledge {
        case .torn(let inARow): knowledge = .torn(inARow: inARow + 1)
        case .known: knowledge = .torn(inARow: 1)
        case .unread, .failed, .stale: break
        }
        return [.read(afterSync: false)]
    }

    /// Holds a whole reading against the floor.
    private mutating func compare(_ list: ListReading, of reading: Reading, at now: Moment) -> [Directive] {
        switch history.verdict(on: list) {
        case .older where !reading.afterSync:
            // It may only be a server that lags: one that was made to catch up and still shows the past has lost the present.
            knowledge = .stale
            return [.read(afterSync: true)]
        case .older:
            fell(into: .rewound)
        case .differs:
            fell(into: .differs)
        case .recreated:
            // What waits for a word of the old history has nothing to wait for in the new one.
            awaitingWord = [:]
            if recreated(as: list.namesStat.identity) { settle(from: now, delayingStarts: true) }
        case .continues:
            break
        }
        knowledge = .known
        history.weighed(list)
        return weigh(list, begun: reading.begun, at: now)
    }

    mutating func fell(into cause: ListTrouble.Cause) {
        trouble = trouble ?? ListTrouble([cause])
        trouble?.add(cause)
    }

    private mutating func recreated(as identity: ListIdentity) -> Bool {
        var recreated = trouble ?? ListTrouble([.recreated])
        defer { trouble = recreated }
        return recreated.add(recreatedAs: identity)
    }
}
