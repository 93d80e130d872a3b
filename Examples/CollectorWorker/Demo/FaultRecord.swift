import HoldfastCore

/// What was seen of one fault.
struct FaultRecord: Sendable {
    var fault: String
    /// From its begin until it was lifted, or until what was to follow had followed.
    var lasted: Duration
    var runningBefore: Int
    var runningAfter: Int
    var wronglyStopped: Int
    /// The readings taken while it lasted, by the Things that were to run on.
    var readings: [ThingID: Int]

    /// The readings of all those Things together.
    var allReadings: Int { readings.values.reduce(0, +) }
    /// The Things that took none although the fault lasted for several of their intervals.
    var silent: [ThingID] {
        lasted < .seconds(1) ? [] : readings.filter { $0.value == 0 }.keys.sorted()
    }
}
