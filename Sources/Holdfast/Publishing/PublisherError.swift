public import HoldfastZooKeeper

/// Why a list was not published as asked for.
///
/// Nothing that runs was stopped by a statement that failed, unless the statement itself takes it off. What was ``written`` of it
/// stands, and the same call again finishes the work.
public struct PublisherError: Error, Sendable {
    /// What went wrong.
    public var code: Code
    /// What is wrong and what would be right, in words.
    public var message: String
    /// What the client said, where that is the cause.
    public var cause: ZooKeeperError?
    /// How many transactions of the statement were carried out before it failed.
    public var written = 0
    /// Whether one more may have been carried out although no answer came.
    public var mayHaveBeenApplied = false

    init(_ code: Code, _ message: String, cause: ZooKeeperError? = nil, mayHaveBeenApplied: Bool = false) {
        self.code = code
        self.message = message
        self.cause = cause
        self.mayHaveBeenApplied = mayHaveBeenApplied
    }

    /// What kind of failure it is. The raw value is how it is shown.
    public struct Code: RawRepresentable, Hashable, Sendable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// No list node stands there.
        public static let listMissing = Code(rawValue: "list missing")
        /// The list node may go by itself: it is ephemeral, a container, or has a time to live.
        public static let listWillNotStay = Code(rawValue: "list will not stay")
        /// The list carries no declaration: adopt or replace it first.
        public static let undeclared = Code(rawValue: "undeclared")
        /// The list is not what its declaration says: somebody else has changed it.
        public static let notAsDeclared = Code(rawValue: "not as declared")
        /// A replacement was left half-way, with creations outstanding: replace again.
        public static let unfinished = Code(rawValue: "unfinished")
        /// The list is spread over shards, which only older versions write: make it plain with one of them, or replace it.
        public static let sharded = Code(rawValue: "sharded")
        /// The generation of the list lies far beyond the clock: replace the list, which puts itself in its place.
        public static let futureGeneration = Code(rawValue: "future generation")
        /// The list has another name than this publisher was given.
        public static let anotherList = Code(rawValue: "another list")
        /// The data of the list node belong to somebody else.
        public static let foreignData = Code(rawValue: "foreign data")
        /// Another publisher's statement came in between.
        public static let conflict = Code(rawValue: "conflict")
        /// A Thing that was to be added is on the list with another payload.
        public static let thingExists = Code(rawValue: "thing exists")
        /// A Thing that was to be updated is not on the list.
        public static let thingMissing = Code(rawValue: "thing missing")
        /// An id or a token cannot be one.
        public static let badArguments = Code(rawValue: "bad arguments")
        /// One Thing, or what else stands in the data of the list node, takes more than servers accept in one request.
        public static let tooLarge = Code(rawValue: "too large")
        /// It is not known whether the newest transaction was carried out, and it could not be found out.
        public static let inDoubt = Code(rawValue: "in doubt")
        /// The client failed: see ``PublisherError/cause``.
        public static let zooKeeper = Code(rawValue: "ZooKeeper")
    }
}

extension PublisherError: Equatable {
    /// Errors are equal when their codes are.
    public static func == (left: PublisherError, right: PublisherError) -> Bool { left.code == right.code }
}

extension PublisherError: CustomStringConvertible {
    public var description: String { "\(code.rawValue): \(message)" }
}
