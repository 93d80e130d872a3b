/// What a fault lets a worker know, and what a worker is to say of itself meanwhile.
struct Expectations: Codable, Hashable, Sendable {
    /// For how long it hides true changes from the worker.
    enum Hiding: String, Codable, Sendable {
        case nothing
        /// While the worker finds another way to the list.
        case briefly
        case throughout
    }

    var hides = Hiding.nothing
    /// Whether the worker must hold from when it can have noticed until the end.
    var mustHold = false
    /// One of these reasons must be shown; empty where the worker may not notice at all.
    var mustShow: Set<String> = []
    /// Reasons that would be untrue at another time.
    var mayShow: Set<String> = []
    /// Whether the worker itself can say nothing meanwhile.
    var silencesWorker = false

    /// Reasons that speak of the list: untrue unless something befell the list.
    static let listReasons: Set<String> = [
        "list missing", "list empty", "brake", "history rewound", "history differs", "list re-created",
        "ephemeral entry gone", "declaration lost", "declaration unfinished", "declaration not covering",
        "declaration behind", "declaration of other lineage",
    ]
    /// Reasons that say that no server answers.
    static let disconnected: Set<String> = ["connecting", "disconnected", "session lost"]
}

extension Expectations {
    /// The worker may notice nothing.
    static let unnoticed = Expectations()
    /// It has to find another server.
    static let brief = Expectations(hides: .briefly)
    /// No telling what comes through.
    static let doubtful = Expectations(hides: .throughout)
    /// Nothing comes through: it must say so.
    static let blind = Expectations(hides: .throughout, mustHold: true, mustShow: disconnected)
    /// It is not there, or stands still.
    static let silent = Expectations(hides: .throughout, silencesWorker: true)

    /// The list is not what the writer means it to be: it must hold for one of these reasons.
    static func list(_ reasons: Set<String>) -> Expectations {
        Expectations(hides: .throughout, mustHold: true, mustShow: reasons, mayShow: listReasons)
    }
}
