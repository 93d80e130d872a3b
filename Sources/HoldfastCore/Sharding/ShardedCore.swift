/// Decides for a whole list, plain or spread over shards, by one ``AssignmentCore`` for each place where Things stand.
///
/// It judges nothing that a core judges. It says which places are in force (`ShardedCore+Layout.swift`), lets no reading pass while
/// that is not known, and makes one answer of what the cores say. A plain list is the case of one place, and its core's answers pass
/// as they are.
public struct ShardedCore: Sendable {
    /// What is wrong with the layout.
    enum Doubt: Hashable, Sendable {
        /// It has not been read over this connection.
        case unread
        /// The newest attempt to read it failed.
        case failed
        /// The list node does not stand.
        case missing
        /// The data of the list node hold none, or none as it must be.
        case lost
        /// It is older than the one in force.
        case behind
    }

    public let settings: Settings

    /// The newest layout that was believed; nil where the list never was sharded.
    public internal(set) var layout: Layout?
    /// What the worker says of itself.
    public internal(set) var posture = Posture(state: .holding([.connecting]), since: .zero)

    /// One for each place of the layout, in their order.
    var cores: [AssignmentCore] = []
    /// Entries that stand in a shard that is not their own, by the number of that shard.
    var misplaced: [Set<ThingID>] = []
    /// What each core waits for.
    var deadlines = MomentHeap()
    /// When each place was last proved.
    var proofs = MomentHeap()
    /// What the cores of a list that is not plain say of themselves.
    var sum = PostureSum(places: 0, isSharded: false)
    var doubt: Doubt?
    var connection: Connection?
    /// The shards that said of themselves that they are none any more. The layout will tell; if it does not, they are believed.
    var retired: Set<Shard> = []

    /// A core that has learned nothing yet.
    public init(settings: Settings = Settings()) {
        self.settings = settings
        take(over: [AssignmentCore(settings: settings)], isSharded: false)
    }

    /// Whether the list is spread over shards.
    public var isSharded: Bool { (layout?.shards ?? 0) > 0 }

    /// Whether the one core's answers pass as they are.
    var isPlain: Bool { !isSharded && doubt == nil }

    /// The shards that are to be read; none for a plain list.
    public var shards: [Shard] { Self.shards(of: layout) }

    static func shards(of layout: Layout?) -> [Shard] {
        Layout.places(of: layout?.shards ?? 0).compactMap { if case .shard(let shard) = $0 { shard } else { nil } }
    }

    func index(of id: ThingID) -> Int { layout?.index(of: id) ?? 0 }

    /// When ``deadlineReached(at:)`` is to be called, if nothing is learned before.
    public var nextDeadline: Moment? { deadlines.earliest }

    /// When the list was last proved: each part of it was then, or later.
    public var newestProof: Moment? { proofs.earliest }

    /// The Things that are assigned, whether they run or not, in the order of their ids.
    public var assignments: [Assignment] {
        guard isSharded else { return cores[0].assignments }
        return cores.indices.flatMap { index in
            cores[index].assignments.filter { !misplaced[index].contains($0.id) }
        }.sorted { $0.id < $1.id }
    }
}

// What is learned, and is for the cores.
extension ShardedCore {
    /// A connection was made, or made anew.
    public mutating func connected(_ connection: Connection, at now: Moment) -> [Directive] {
        self.connection = connection
        guard isSharded || doubt != nil else { return ask(0, at: now) { $0.connected(connection, at: now) } }
        doubt = .unread
        retired = []
        var directives: [Directive] = []
        for index in cores.indices {
            // The shards are read when it is known that they are the ones.
            directives += told(cores[index].connected(connection, at: now), by: index).filter { !$0.isReadOfShard }
        }
        return directives + [.read(afterSync: false)] + reportChange(at: now)
    }

    /// The connection is gone, or none could be made.
    public mutating func disconnected(_ reason: Disconnection, at now: Moment) -> [Directive] {
        connection = nil
        if doubt != nil { doubt = .unread }
        return ask(cores.indices, at: now) { $0.disconnected(reason, at: now) }
    }

    /// A deadline came.
    public mutating func deadlineReached(at now: Moment) -> [Directive] {
        ask(deadlines.due(at: now), at: now) { $0.deadlineReached(at: now) }
    }

    /// The closure of a Thing failed.
    public mutating func failed(_ id: ThingID, at now: Moment) -> [Directive] {
        ask(index(of: id), at: now) { $0.failed(id, at: now) }
    }

    /// An operator approved the reading of one place.
    ///
    /// - Returns: nil where no reading is held under the token.
    public mutating func approve(_ token: ApprovalToken, at now: Moment) -> [Directive]? {
        guard let index = cores.firstIndex(where: { $0.approvalToken == token }) else { return nil }
        return ask(index, at: now) { $0.approve(token, at: now) ?? [] }
    }

    /// An operator stops a Thing by a local word.
    ///
    /// - Returns: nil where it is not assigned.
    public mutating func stop(_ id: ThingID, at now: Moment) -> [Directive]? {
        guard let directives = cores[index(of: id)].stop(id, at: now) else { return nil }
        return ask(index(of: id), at: now) { _ in directives }
    }

    /// An operator starts a Thing that he stopped, or that is quarantined.
    ///
    /// - Returns: nil where it is not assigned.
    public mutating func resume(_ id: ThingID, at now: Moment) -> [Directive]? {
        guard let directives = cores[index(of: id)].resume(id, at: now) else { return nil }
        return ask(index(of: id), at: now) { _ in directives }
    }
}

extension Directive {
    fileprivate var isReadOfShard: Bool { if case .readShard = self { true } else { false } }

    var isReport: Bool { if case .report = self { true } else { false } }
}
