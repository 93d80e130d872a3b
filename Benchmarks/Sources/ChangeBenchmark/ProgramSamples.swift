/// What was measured of one program, in milliseconds, in the order of the additions.
struct ProgramSamples: Encodable, Sendable {
    let name: ProgramName
    /// From just before the create was sent until the line arrived.
    private(set) var sinceSent: [Double] = []
    /// From the answer of the create until the line arrived; below zero where the line came first.
    private(set) var sinceAnswered: [Double] = []

    init(name: ProgramName) {
        self.name = name
    }

    mutating func add(
        sent: SuspendingClock.Instant, answered: SuspendingClock.Instant, arrived: SuspendingClock.Instant
    ) {
        sinceSent.append((arrived - sent) / .milliseconds(1))
        sinceAnswered.append((arrived - answered) / .milliseconds(1))
    }
}
