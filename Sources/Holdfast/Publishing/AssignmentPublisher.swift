public import HoldfastCore
public import HoldfastZooKeeper

/// Writes a list and its declaration, so that workers believe every change of it at once.
///
/// ```swift
/// let publisher = AssignmentPublisher(zooKeeper: zooKeeper, list: "/collectors/plant-7")
/// try await publisher.adopt()                                  // once, for a list that is in use already
/// try await publisher.add(["pump-7": Array(payload.utf8)])
/// try await publisher.remove(["pump-3"])
/// ```
///
/// Children and declaration change in one transaction. What does not fit into one request goes in several, each of which leaves the
/// list as it is declared; a publisher that dies between them has stopped nothing that is to run, and the same call again finishes
/// the work. No call is carried out halfway without saying so: see ``PublisherError/written``.
///
/// Several publishers may write one list. One of two that write at once gets ``PublisherError/Code/conflict``, and the list is as
/// the other one stated it. After an answer was lost the publisher waits until its client is connected again, looks whether its
/// statement stands there, and only then sends it again; a cancelled task ends that wait with ``PublisherError/Code/inDoubt``.
/// While the client is not connected a call fails at once.
///
/// `docs/declared-lists.md` has the format, for writers in other languages.
public struct AssignmentPublisher: Sendable {
    /// The node whose children are the Things.
    public let list: ZNodePath
    /// The name that the list is given, by which workers tell it from a list of the same path on other servers; nil where it keeps the
    /// one that it has.
    public let listName: String?

    let zooKeeper: any ZooKeeper
    let limit: Int
    let clock: any Clock<Duration>
    let wallClock: @Sendable () -> Int64
    let mark: @Sendable () -> UInt64

    /// A publisher of one list.
    ///
    /// - Parameters:
    ///   - zooKeeper: what talks to the ensemble; it is run beside whoever uses the publisher.
    ///   - list: the node whose children are the Things.
    ///   - listName: a name of the list, 1 to 128 bytes, that no other ensemble's list has, such as `plant-7@north`. It is stated with the list
    ///     from then on. A publisher refuses a list of another name, and workers hold what such a list says.
    ///   - requestLimit: how many bytes one request may take: the servers' `jute.maxbuffer`, where that is less than their default.
    public init(
        zooKeeper: any ZooKeeper, list: ZNodePath, listName: String? = nil, requestLimit: Int = 1_048_575
    ) {
        self.init(
            zooKeeper: zooKeeper, list: list, listName: listName, limit: min(requestLimit, RequestSize.limit),
            clock: ContinuousClock(),
            wallClock: WallClock.milliseconds, mark: { .random(in: 0 ... .max) }
        )
    }

    /// A publisher with clocks, a source of marks, and a limit of its own for the bytes of one request.
    ///
    /// - Parameters:
    ///   - clock: by which it pauses before it looks again for a statement whose answer was lost.
    ///   - wallClock: the milliseconds since 1970.
    ///   - mark: a number that no other statement has, by which a statement is known again.
    package init(
        zooKeeper: any ZooKeeper, list: ZNodePath, listName: String? = nil, limit: Int, clock: any Clock<Duration>,
        wallClock: @escaping @Sendable () -> Int64, mark: @escaping @Sendable () -> UInt64
    ) {
        self.zooKeeper = zooKeeper
        self.list = list
        self.listName = listName
        self.limit = limit
        self.clock = clock
        self.wallClock = wallClock
        self.mark = mark
    }
}

// Incremental statements: they go on from what is declared.
extension AssignmentPublisher {
    /// Puts Things on the list, with their payloads.
    ///
    /// One that is on it with the same payload is left as it is, and confirmed: a worker that found it in a restored backup, and waits for
    /// a word about it, starts it.
    ///
    /// - Throws: ``PublisherError/Code/thingExists`` where one is on it with another payload, and nothing is written: use
    ///   ``update(_:)``. ``PublisherError/Code/undeclared``, ``PublisherError/Code/notAsDeclared`` or
    ///   ``PublisherError/Code/unfinished`` where the list is not as declared; ``PublisherError/Code/conflict``; and what the client
    ///   throws.
    @discardableResult
    public func add(_ things: [ThingID: [UInt8]]) async throws(PublisherError) -> PublishedStatement {
        try await write(added(ListChange.items(things), to: standing()))
    }

    /// Takes Things off the list: workers stop them.
    ///
    /// One that is not on it is left out of ``PublishedStatement/removed``; the last one is taken off as any other.
    ///
    /// - Throws: as ``add(_:)``.
    @discardableResult
    public func remove(_ ids: Set<ThingID>) async throws(PublisherError) -> PublishedStatement {
        try await write(removed(ids, from: standing()))
    }

    /// Sets the payloads of Things on the list. Their fences stay.
    ///
    /// - Throws: ``PublisherError/Code/thingMissing`` where one is not on it, and nothing is written; else as ``add(_:)``.
    @discardableResult
    public func update(_ things: [ThingID: [UInt8]]) async throws(PublisherError) -> PublishedStatement {
        try await write(updated(ListChange.items(things), on: standing()))
    }
}

// Statements of the full list: they need not know what was there.
extension AssignmentPublisher {
    /// Makes the list exactly these Things, whatever it was before, and declares it: workers stop everything else.
    ///
    /// A Thing that stays keeps its fence. A list node that is missing is created, the one above it is not.
    ///
    /// Where the list's generation lies far beyond the clock, so that it could not be outgrown, this statement puts itself in its place.
    ///
    /// - Parameters:
    ///   - things: all that is to be on the list, with the payloads.
    ///   - overwritingForeignData: whether data of the list node that belong to somebody else are overwritten.
    /// - Throws: ``PublisherError/Code/foreignData`` where the data of the list node belong to somebody else;
    ///   ``PublisherError/Code/anotherList``; ``PublisherError/Code/listWillNotStay``; ``PublisherError/Code/conflict``; and what the
    ///   client throws.
    @discardableResult
    public func replace(
        with things: [ThingID: [UInt8]], overwritingForeignData: Bool = false
    ) async throws(PublisherError) -> PublishedStatement {
        try await write(replaced(with: things, on: found(), overwritingForeignData: overwritingForeignData))
    }

    /// Takes everything off the list and declares it empty: workers stop all that they run.
    ///
    /// - Throws: ``PublisherError/Code/listMissing`` where no list node stands: who drains what is not there has named another list
    ///   than they meant. Else as ``replace(with:)``.
    @discardableResult
    public func drain() async throws(PublisherError) -> PublishedStatement {
        try await write(drained(standing()))
    }
}

// Words about a list as it stands.
extension AssignmentPublisher {
    /// Declares the list as it stands, and stops nothing: what a worker runs and the list does not hold is kept running.
    ///
    /// For a list that was written without declarations until now, and for one that is not as declared. A list that is as declared
    /// is left as it is; a list node that is missing is created, with nothing on it.
    ///
    /// - Throws: as ``replace(with:)``.
    @discardableResult
    public func adopt() async throws(PublisherError) -> PublishedStatement {
        try await write(adopted(found()))
    }

    /// Puts an operator's approval into the data of the list node, for all workers of the list: the reading that it names is
    /// accepted, once.
    ///
    /// The declaration stays as it is. Where the list is not as declared it is adopted in the same breath: to write the same
    /// declaration again would make it vouch for what nobody declared.
    ///
    /// - Parameter token: as a worker's posture shows it.
    /// - Throws: ``PublisherError/Code/foreignData`` where the data of the list node belong to somebody else: approve by the worker's
    ///   own interface then. ``PublisherError/Code/badArguments`` for what cannot be a token; ``PublisherError/Code/listMissing``;
    ///   ``PublisherError/Code/conflict``; and what the client throws.
    public func approve(_ token: ApprovalToken) async throws(PublisherError) {
        guard (1...256).contains(token.rawValue.utf8.count), token.rawValue.utf8.allSatisfy(Self.isOfToken) else {
            throw PublisherError(
                .badArguments,
                "'\(token)' cannot be a token; right is the one that the worker shows: letters, digits and hyphens")
        }
        let found = try await standing()
        try found.requireOwnData(list)
        try found.requirePlain(list)
        var step = StatementPlan.Step()
        step.word = found.data.word ?? ListWord()
        if let declaration = found.data.declaration, found.difference(from: declaration) != nil {
            step.word = try plan(ListChange(), on: found).steps[0].word
        }
        step.word.statement = newMark()
        step.word.approval = token
        try await writer.carryOut([step], on: found.stat)
    }

    private static func isOfToken(_ byte: UInt8) -> Bool {
        let letter = Character(Unicode.Scalar(byte))
        return letter == "-" || letter.isASCII && (letter.isLetter || letter.isNumber)
    }
}
