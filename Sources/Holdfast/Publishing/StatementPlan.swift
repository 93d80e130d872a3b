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
        /// By what its writer knows it again.
        var mark: String
        /// What the data of the list node were.
        var found: ListWord?
    }

    private(set) var steps: [Step] = []

    /// - Parameter limit: how many bytes one request may take.
    init(_ statement: Statement, for list: ZNodePath, limit: Int) throws(PublisherError) {
        let room = limit - Self.sizeAround(statement, list)
        guard room >= 0 else {
            throw PublisherError(
                .tooLarge, "the fields of others in the data of \(list) leave no room in a request of \(limit) bytes")
        }
        let moves = try Self.moves(of: statement.change, on: list)
        var packed: [ArraySlice<Move>] = []
        var start = moves.startIndex
        var used = 0
        for (index, move) in moves.enumerated() {
            guard move.size <= room else {
                throw PublisherError(
                    .tooLarge,
                    "\(move.operation.path) takes \(move.size) bytes of a request, and there is room for \(room); make its payload "
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
        try declare(packed, statement, list, room: room)
    }

    private mutating func declare(
        _ packed: [ArraySlice<Move>], _ statement: Statement, _ list: ZNodePath, room: Int
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
            let declaration = Declaration(
                generation: statement.generation + Int64(index), count: count, isWhole: statement.isWhole,
                hasMore: statement.isWhole && outstanding > 0, lineage: continues?.descent ?? [],
                changes: continues?.account(
                    adding: DeclaredChange(moves), in: room - moves.reduce(0) { $0 + $1.size }) ?? []
            )
            continues = declaration
            var word = ListWord(declaration: declaration, statement: statement.mark)
            word.others = statement.found?.others ?? []
            if payloads == nil || moves.contains(where: { $0.countsBy == 0 }) { payloads = declaration.generation }
            word.payloads = payloads
            // An approval is for one set of names; a statement that leaves them as they are leaves it in force.
            let moved = moves.count { $0.countsBy != 0 }
            if moved == 0, steps.allSatisfy({ $0.moves == 0 }) { word.approval = statement.found?.approval }
            steps.append(Step(operations: moves.map(\.operation), word: word, moves: moved))
        }
    }
}

// The sizes.
extension StatementPlan {
    fileprivate struct Move {
        var id: ThingID
        var operation: TransactionOperation
        var countsBy: Int
        var size: Int

        init(_ id: ThingID, _ operation: TransactionOperation, countsBy: Int) {
            self.id = id
            self.operation = operation
            self.countsBy = countsBy
            size = RequestSize.multi([operation]) - RequestSize.multi([])
        }
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
        let longest = Declaration.generations.upperBound
        var word = ListWord(
            declaration: Declaration(
                generation: longest, count: Int(Int32.max),
                lineage: Array(repeating: longest, count: Declaration.lineageLimit)
            ),
            approval: statement.found?.approval, statement: statement.mark
        )
        word.payloads = longest
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
        self.init(
            added: moves.filter { $0.countsBy > 0 }.map(\.id), removed: moves.filter { $0.countsBy < 0 }.map(\.id))
    }
}

extension Declaration {
    /// The lineage of what continues it.
    var descent: [Int64] { Array(([generation] + lineage).prefix(Self.lineageLimit)) }
}
