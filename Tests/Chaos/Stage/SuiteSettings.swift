/// What the worker is told, and the bounds that follow from it.
struct SuiteSettings: Codable, Hashable, Sendable {
    var sessionTimeout = 2.0
    var settle = 3.0
    var quiet = 0.5
    /// What a busy machine may take longer. A bound is no measure of speed: what a change took stands in the report.
    var slack = 8.0
    /// How many names a huge list has.
    var crowd = 100_000
    /// How many Things are on the list to begin with.
    var things = 24

    /// Within which time what may be known is carried out: a session that was lost is opened anew, the settle time passes, the list
    /// holds still.
    var patience: Double { 2 * sessionTimeout + settle + 2 * quiet + slack }

    /// Within which time a worker says that it knows nothing: it hears nothing for two thirds of the timeout.
    var detection: Double { 2 * sessionTimeout }

    /// Within which time a worker has found another server.
    var failover: Double { 2 * sessionTimeout }

    /// Faults are as long as suits a session of 2 s, and shorter for a shorter one.
    var pace: Double { sessionTimeout / 2 }

    var workerArguments: [String] {
        func milliseconds(_ seconds: Double) -> String { "\(Int(seconds * 1000))" }
        return [
            "--session-timeout-ms", milliseconds(sessionTimeout), "--settle-ms", milliseconds(settle),
            "--quiet-ms", milliseconds(quiet),
        ]
    }
}
