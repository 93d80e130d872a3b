internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper

// A writer that is honest and knows nothing of belief: it takes entries off and makes them anew under the same names.
extension ListOperator {
    /// Payloads that begin so mean nothing to the worker (`checkPayload`).
    static let meaningless = Array("meaningless".utf8)

    static func isMeaningless(_ payload: [UInt8]) -> Bool { payload.starts(with: meaningless) }

    func remake(_ remake: OperatorAction.Remake) async {
        let listed = meaning
        let again = remake.things.map(Self.thing).filter { listed[$0] != nil }
        let gone = remake.dropping.map(Self.thing).filter { listed[$0] != nil && !again.contains($0) }
        guard !again.isEmpty else { return }
        let payload = remake.isMeaningless ? newMeaninglessPayload() : newPayload()
        for id in gone { mean(id, nil) }
        for id in again { mean(id, payload) }
        let deletions = (gone + again).map { TransactionOperation.delete(Self.path($0), version: nil) }
        let creations = again.map { TransactionOperation.create(Self.path($0), data: payload, mode: .persistent) }
        switch (remake.manner, isDeclared) {
        case (.transaction, false):
            oracle.happened(.remadeInTransaction)
            await insist { () throws(ZooKeeperError) in try await client.multi(deletions + creations) }
        case (.transaction, true):
            oracle.happened(.remadeDeclared)
            await stateRemade(deletions + creations, countsBy: -gone.count)
        case (.singly, false):
            oracle.happened(.remadeSingly)
            for operation in deletions + creations { await carryOut(operation) }
        case (.atOnce, false):
            oracle.happened(.remadeAtOnce)
            // One session's requests are carried out in the order in which they were sent.
            await withDiscardingTaskGroup { group in
                for operation in deletions + creations { group.addTask { await self.carryOut(operation) } }
            }
        case (.singly, true), (.atOnce, true):
            oracle.happened(.remadeByStatements)
            await state { () throws(PublisherError) in try await publisher.remove(Set(gone + again)) }
            let things = Dictionary(uniqueKeysWithValues: again.map { ($0, payload) })
            await state { () throws(PublisherError) in try await publisher.add(things) }
        }
    }

    /// Gives every Thing a payload that means something.
    func mend() async {
        for (id, payload) in meaning.sorted(by: { $0.key < $1.key }) where Self.isMeaningless(payload) {
            oracle.happened(.mended)
            await change(id, newPayload())
        }
    }

    func newMeaninglessPayload() -> [UInt8] {
        oracle.happened(.madeMeaningless)
        return Self.meaningless + Array(" \(simulation.steps)".utf8)
    }

    private func newPayload() -> [UInt8] { Array("anew \(simulation.steps)".utf8) }

    private func carryOut(_ operation: TransactionOperation) async {
        await insist { () throws(ZooKeeperError) in try await client.multi([operation]) }
    }

    /// Whoever knows the format makes entries anew in one transaction with the declaration.
    private func stateRemade(_ operations: [TransactionOperation], countsBy difference: Int) async {
        let found = await insist { () throws(ZooKeeperError) in try await client.data(at: Self.list) }
        guard case .success(let data) = found, let word = DeclaredWord(data.bytes), word.more != true,
            data.stat.pzxid <= data.stat.mzxid, Int(data.stat.numberOfChildren) == word.count
        else { return await restate() }
        let past = ([word.generation] + (word.lineage ?? [])).prefix(64).map(String.init).joined(separator: ",")
        let generation = max(word.generation + 1, Self.wallClock(simulation))
        let text =
            "{\"holdfast\":1,\"generation\":\(generation),\"count\":\(word.count + difference),\"lineage\":[\(past)]\(DeclaredWord.nameField)}"
        let result = await insist { () throws(ZooKeeperError) in
            try await client.multi(
                [.check(Self.list, version: data.stat.version)] + operations
                    + [.setData(Self.list, data: Array(text.utf8), version: data.stat.version)])
        }
        if case .failure = result { await restate() }
    }

    // MARK: Under a statement

    /// A publisher takes a Thing off; when it has looked at the list, and before it writes, somebody deletes the list by hand and writes
    /// it anew, with as many Things, of which half are others.
    func rewriteUnder(removing id: ThingID) async {
        guard isDeclared, meaning[id] != nil, meaning.count > 1 else { return }
        let interrupted = InterruptedClient(client) { await self.writeAnew(keeping: id) }
        let publisher = makePublisher(interrupted, "marks of one that is interrupted")
        await state { () throws(PublisherError) in
            try await publisher.remove([id])
            mean(id, nil)
        }
    }

    private func writeAnew(keeping kept: ThingID) async {
        let found = await insist { () throws(ZooKeeperError) in try await client.data(at: Self.list) }
        guard case .success(let data) = found, data.stat.version < 20, data.stat.cversion < 60 else { return }
        let listed = await listed()
        for id in listed { await erase(id) }
        await insist { () throws(ZooKeeperError) in try await client.delete(Self.list, version: nil) }
        await createList()
        for (index, id) in listed.enumerated() {
            let isKept = id == kept || index.isMultiple(of: 2)
            let name = isKept ? id : ThingID("anew-\(index)")
            if !isKept { mean(id, nil) }
            let payload = isKept ? meaning[id] ?? [] : newPayload()
            mean(name, payload)
            await put(name, payload)
        }
        await countUp(to: data)
        oracle.happened(.rewrittenUnder)
    }

    /// The list was written as often before: what ZooKeeper counts comes out as it was.
    private func countUp(to before: NodeData) async {
        let scratch = ThingID("scratch")
        for _ in 0..<100 {
            let found = await insist { () throws(ZooKeeperError) in try await client.data(at: Self.list) }
            guard case .success(let now) = found else { return }
            if now.stat.cversion < before.stat.cversion - 1 {
                await put(scratch, [])
                await erase(scratch)
            } else if now.stat.version < before.stat.version {
                await insist { () throws(ZooKeeperError) in
                    try await client.setData(before.bytes, at: Self.list, version: nil)
                }
            } else {
                return
            }
        }
    }
}
