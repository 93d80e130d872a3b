internal import HoldfastCore
internal import HoldfastZooKeeper

/// A statement as the transactions that make it: each leaves the list as its declaration says, and each may be the last one.
///
/// Creations come first, then payloads, then deletions. While creations of a replacement are outstanding its declarations say
/// `more`; from the last one on, all that is to be on the list is there, so that what is absent may be believed at once.
struct StatementPlan: Hashable, Sendable {
    /// One transaction, without what ties it to the version of the list node.
    struct Step: Hashable, Sendable {
        /// What is done to the children.
        var operations: [TransactionOperation] = []
        /// What the data of the list node are with it.
        var word = ListWord()
        /// How many children it creates and deletes: by so much the list's `cversion` rises.
        var moves = 0
    }

    /// What a statement says, and of what it is made.
    struct Statement {
        var change = ListChange()
        /// Whether it states the full list.
        var isWhole = false
        /// The declaration that it continues; nil begins a lineage.
        var continues: Declaration?
        /// The generation of its first transaction.
        var generation: Int64
        /// The number of Things before it.
        var count = 0
        /// By what it is told from every other statement.
        var mark: UInt64
        /// What the data of the list node were.
        var found: ListWord?
        /// The name that the list is stated with.
        var listName: String?
        /// The `czxid` of the list node as it was found; nil where it is to be created.
        var node: Int64?
        /// The statement in whose place it puts itself.
        var supersedes: StatementID?
    }

    private(set) var steps: [Step] = []

    /// - Parameter limit: how many bytes one request may take.
    init(_ statement: Statement, for list: ZNodePath, limit: Int) throws(PublisherError) {
        let room = limit - Self.sizeAround(statement, list)
        guard room >= 0 else {
            throw PublisherError(
                .tooLarge, "the fields of others in the data of \(list) leave no room in a request of \(limit) bytes")
        }
        var moves = try Self.moves(of: statement.change, on: list)
        let confirmed = statement.change.confirmations.map(\.id)
        let isAccounted = Self.accounts(for: confirmed, with: moves, in: statement, room: room)
        if !isAccounted { moves = try Self.remakes(of: statement.change, on: list) + moves }
        var packed: [ArraySlice<Move>] = []
        var start = moves.startIndex
        var used = 0
        for (index, move) in moves.enumerated() {
            guard move.size <= room else {
                throw PublisherError(
                    .tooLarge,
                    "\(move.operations[0].path) takes \(move.size) bytes of a request, and there is room for \(room); make its payload "
                        + "smaller"
                )
            }
            if used + move.size > room {
                packed.append(moves[start..<index])
                (start, used) = (index, 0)
            }
            used += move.size
        }
        packed.append(moves[start...])
        try declare(packed, statement, list, room: room, confirming: isAccounted ? confirmed : [])
    }

    /// Whether the account has room to confirm these by name, in one transaction with the rest. What it cannot name is made anew, which is
    /// the same word in another form.
    private static func accounts(
        for confirmed: [ThingID], with moves: [Move], in statement: Statement, room: Int
    ) -> Bool {
        guard !confirmed.isEmpty else { return true }
        var change = DeclaredChange(moves[...])
        change.confirmed = confirmed
        let left = room - moves.reduce(0) { $0 + $1.size }
        return left > 0 && statement.continues?.account(adding: change, in: left).first == change
    }

    private mutating func declare(
        _ packed: [ArraySlice<Move>], _ statement: Statement, _ list: ZNodePath, room: Int, confirming: [ThingID]
    ) throws(PublisherError) {
        let last = statement.generation.addingReportingOverflow(Int64(packed.count - 1))
        guard !last.overflow, Declaration.generations.contains(last.partialValue) else {
            throw PublisherError(
                .foreignData,
                "the generation of \(list) cannot grow any more: whoever wrote it did not take it from a clock; set the data of the "
                    + "list node empty and replace the list"
            )
        }
        var outstanding = statement.change.creations.count
        var count = statement.count
        var continues = statement.continues
        var payloads = statement.continues == nil ? nil : statement.found?.payloads
        for (index, moves) in packed.enumerated() {
            outstanding -= moves.count { $0.countsBy > 0 }
            count += moves.reduce(0) { $0 + $1.countsBy }
            let generation = statement.generation + Int64(index)
            var change = DeclaredChange(moves)
            if index == 0 { change.confirmed = confirming }
            let declaration = Declaration(
                id: StatementID(generation: generation, mark: statement.mark), count: count, isWhole: statement.isWhole,
                hasMore: statement.isWhole && outstanding > 0,
                lineage: continues?.descent.filter { $0.generation < generation } ?? [],
                changes: continues?.account(adding: change, in: room - moves.reduce(0) { $0 + $1.size }) ?? [],
                listName: statement.listName, node: statement.node,
                supersedes: statement.supersedes
            )
            continues = declaration
            var word = ListWord(declaration: declaration, statement: ListWord.text(ofMark: statement.mark))
            word.others = statement.found?.others ?? []
            if payloads == nil || moves.contains(where: \.setsPayload) { payloads = declaration.generation }
            word.payloads = payloads
            // An approval is for one set of names; a statement that leaves them as they are leaves it in force.
            let moved = moves.reduce(0) { $0 + $1.moves }
            if moved == 0, steps.allSatisfy({ $0.moves == 0 }) { word.approval = statement.found?.approval }
            steps.append(Step(operations: moves.flatMap(\.operations), word: word, moves: moved))
        }
    }
}

// The sizes.
extension StatementPlan {
    fileprivate struct Move {
        var id: ThingID
        /// What is done in one transaction, and not parted.
        var operations: [TransactionOperation]
        var countsBy: Int
        var size: Int

        init(_ id: ThingID, _ operations: TransactionOperation..., countsBy: Int) {
            self.id = id
            self.operations = operations
            self.countsBy = countsBy
            size = RequestSize.multi(operations) - RequestSize.multi([])
        }

        /// How many creations and deletions the servers count.
        var moves: Int { setsPayload ? 0 : operations.count }
        /// Whether the node stays, and is given other data.
        var setsPayload: Bool { countsBy == 0 && operations.count == 1 }
        /// Whether the node is made anew under its name.
        var isRemade: Bool { countsBy == 0 && operations.count == 2 }
    }

    /// What is confirmed, made anew.
    private static func remakes(of change: ListChange, on list: ZNodePath) throws(PublisherError) -> [Move] {
        var moves: [Move] = []
        for item in change.confirmations {
            let path = try list.path(of: item.id)
            moves.append(
                Move(
                    item.id, .delete(path, version: nil), .create(path, data: item.payload, mode: .persistent),
                    countsBy: 0))
        }
        return moves
    }

    private static func moves(of change: ListChange, on list: ZNodePath) throws(PublisherError) -> [Move] {
        var moves: [Move] = []
        for item in change.creations {
            let path = try list.path(of: item.id)
            moves.append(Move(item.id, .create(path, data: item.payload, mode: .persistent), countsBy: 1))
        }
        for item in change.updates {
            let path = try list.path(of: item.id)
            moves.append(Move(item.id, .setData(path, data: item.payload, version: nil), countsBy: 0))
        }
        for id in change.deletions {
            moves.append(Move(id, .delete(try list.path(of: id), version: nil), countsBy: -1))
        }
        return moves
    }

    /// What a transaction takes besides what it does to the children, with the longest declaration that there can be.
    private static func sizeAround(_ statement: Statement, _ list: ZNodePath) -> Int {
        let longest = StatementID(generation: Declaration.generations.upperBound, mark: .max)
        var word = ListWord(
            declaration: Declaration(
                id: longest, count: Int(Int32.max),
                lineage: Array(repeating: longest, count: Declaration.lineageLimit), listName: statement.listName,
                node: .max, supersedes: longest
            ),
            approval: statement.found?.approval, statement: ListWord.text(ofMark: .max)
        )
        word.payloads = longest.generation
        word.others = statement.found?.others ?? []
        let data = word.bytes
        // The creation of a list takes more than the check of one that stands.
        return RequestSize.multi([
            .create(list, data: nil, mode: .persistent), .setData(list, data: data, version: 0),
        ])
    }
}

extension ZNodePath {
    /// The node of a Thing on this list.
    func path(of id: ThingID) throws(PublisherError) -> ZNodePath {
        do throws(ZooKeeperError) {
            return try appending(ZNodeName(bytes: id.bytes))
        } catch {
            throw PublisherError(.badArguments, "'\(id)' cannot be the id of a Thing: \(error.message)", cause: error)
        }
    }
}

extension DeclaredChange {
    fileprivate init(_ moves: some Sequence<StatementPlan.Move>) {
        // What is made anew stands in both: the names alone do not show it, and whoever follows the account lists them.
        self.init(
            added: moves.filter { $0.countsBy > 0 || $0.isRemade }.map(\.id),
            removed: moves.filter { $0.countsBy < 0 || $0.isRemade }.map(\.id))
    }
}

extension Declaration {
    /// The lineage of what continues it.
    var descent: [StatementID] { Array(([id] + lineage).prefix(Self.lineageLimit)) }
}
