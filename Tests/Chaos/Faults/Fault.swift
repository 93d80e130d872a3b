/// Something that goes wrong, with its beginning and its end.
///
/// A fault knows nothing of others: those that touch different resources may overlap in any way.
struct Fault: Sendable {
    /// What a fault lays its hands on. No two faults touch the same at one time.
    enum Resource: String, CaseIterable, Sendable {
        case servers
        case network
        case list
        case worker
    }

    /// On which lists it makes sense.
    enum Lists: Sendable {
        case any
        case declared
        case undeclared
    }

    /// Its name in the catalogue, on the command line, and in a report.
    var name: String
    /// What the suite does.
    var does: String
    /// What happens in the field that this stands for.
    var standsFor: String
    var touches: Set<Resource>
    var lists = Lists.any
    /// How long it is drawn to last, in seconds. One that is run alone lasts the shortest of it.
    var lasts: ClosedRange<Double>
    /// What is expected of the worker.
    var expects: Expectations
    /// The same on a declared list, where that is another.
    var expectsDeclared: Expectations?
    /// Begins it, and returns what it takes to end it.
    var begin: @Sendable (Stage) async throws -> BegunFault

    func expectation(isDeclared: Bool) -> Expectations {
        isDeclared ? expectsDeclared ?? expects : expects
    }

    func befalls(isDeclared: Bool) -> Bool {
        switch lists {
        case .any: true
        case .declared: isDeclared
        case .undeclared: !isDeclared
        }
    }
}

/// A fault that has begun.
struct BegunFault: Sendable {
    /// Whom it met, such as `server 2`.
    var met: String?
    /// What goes on while it lasts; it is cancelled at the end.
    var during: (@Sendable () async throws -> Void)?
    /// Ends it: all is as before, apart from what the servers and the worker still make of it.
    var end: @Sendable () async throws -> Void
}
