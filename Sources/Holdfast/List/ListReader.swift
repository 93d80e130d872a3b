internal import HoldfastCore
internal import HoldfastZooKeeper

/// Reads the list once: the names and the parent's data in one go, then the payloads that are new or may have changed.
///
/// It decides nothing about belief: both stats of a reading go to the core as they came.
struct ListReader: Sendable {
    let client: any ZooKeeper
    let list: ZNodePath
    /// Throws where a payload means nothing.
    let checkPayload: @Sendable (ThingID, [UInt8]) throws -> Void
    let onWatchEnd: @Sendable (ListCache.Arming) -> Void

    /// What one attempt gave.
    struct Result: Sendable {
        var outcome: Reading.Outcome
        /// The stat of the list node that an audit is to find again; nil where the node does not stand.
        var stat: NodeStat?
        let cache: Handover<ListCache>
        var error: ZooKeeperError?
        /// The entries that were read this time in vain, and why.
        var unreadable: [Unreadable] = []

        /// Whether some entry could not be read: no watch will say when it can.
        var isPartial: Bool {
            guard case .list(let list) = outcome else { return false }
            return list.entries.holdsUnread
        }
    }

    /// An entry that could not be read, or whose payload means nothing.
    struct Unreadable: Hashable, Sendable {
        var id: ThingID
        /// When its data were last set; nil where that could not be read either.
        var mzxid: Int64?
        var error: String
    }

    /// Makes one attempt. Whatever becomes of it, the cache that it returns knows which watches are armed.
    ///
    /// - Parameter purpose: what it is made for: it says what of the cache may be relied on.
    func read(_ purpose: ReadPurpose, cache: consuming ListCache) async -> Result {
        let superseded = cache.takeSuperseded()
        defer { for watch in superseded { watch.remove() } }
        do {
            if purpose == .catchingUp { try await client.sync(list) }
            var unreadable: [Unreadable] = []
            let (outcome, stat) = try await readList(purpose, &cache, &unreadable)
            return Result(
                outcome: outcome, stat: stat, cache: Handover(consume cache), error: nil, unreadable: unreadable)
        } catch {
            return Result(outcome: .failed, stat: nil, cache: Handover(consume cache), error: error)
        }
    }

    /// Compares the servers' list with what was last read, after a `sync`: whether it has to be read again.
    func audit(against stat: NodeStat?) async throws(ZooKeeperError) -> Bool {
        try await client.sync(list)
        let now = try await client.exists(list)
        return now?.czxid != stat?.czxid || now?.pzxid != stat?.pzxid || now?.mzxid != stat?.mzxid
    }
}

extension ListReader {
    private func readList(
        _ purpose: ReadPurpose, _ cache: inout ListCache, _ unreadable: inout [Unreadable]
    ) async throws(ZooKeeperError) -> (outcome: Reading.Outcome, stat: NodeStat?) {
        do throws(ZooKeeperError) {
            if purpose != .listing, let (data, wanted) = try await follow(&cache),
                try await readEntries(wanted, &cache, &unreadable)
            {
                return (.list(reading(data.stat, data, cache.word(of: data.bytes), cache)), data.stat)
            }
            let (names, data) = try await readHalves(&cache)
            let word = cache.word(of: data.bytes)
            let wanted = cache.listed(names.names, names.stat)
            if names.stat == data.stat { cache.declared(word.declaration) }
            _ = try await readEntries(wanted, &cache, &unreadable)
            return (.list(reading(names.stat, data, word, cache)), names.stat)
        } catch {
            guard error.code == .noNode else { throw error }
            return (try await readMissing(&cache), nil)
        }
    }

    private func reading(
        _ namesStat: NodeStat, _ data: NodeData, _ word: ListData, _ cache: ListCache
    ) -> ListReading {
        ListReading(
            namesStat: ListStat(namesStat), dataStat: ListStat(data.stat), declaration: word.declaration,
            approval: word.approval, isSharded: word.isSharded, entries: cache.entries
        )
    }

    /// Reads the parent's data alone, where their writer keeps an account of what came and went: the names need not cross the wire
    /// again for a change that the account proves.
    ///
    /// - Returns: the data, and the entries that are to be read, all of which must stand; nil where the names have to be listed.
    private func follow(_ cache: inout ListCache) async throws(ZooKeeperError) -> (NodeData, [ThingID])? {
        guard cache.isAccountKept else { return nil }
        let data = try await readListData(&cache)
        let word = cache.word(of: data.bytes)
        guard let difference = cache.difference(to: word.declaration, data.stat),
            try await areGone(cache.untold(difference.removed), at: data.stat)
        else { return nil }
        return (data, cache.followed(difference, to: word.declaration, data.stat))
    }

    /// Whether none of these stood when the list node was as that stat says.
    ///
    /// ZooKeeper counts what comes and goes, and does not name it: the account of a writer that errs in a name must not stop a Thing
    /// that is on the list. So each is asked for whose own watch has not told that it is gone. One that it wrongly says was put on is
    /// found out by the read of its payload.
    private func areGone(_ ids: [ThingID], at stat: NodeStat) async throws(ZooKeeperError) -> Bool {
        let requests = ids.compactMap { id in
            (try? list.appending(ZNodeName(bytes: id.bytes))).map { EntryRequest(id: id, path: $0) }
        }
        guard !requests.isEmpty else { return true }
        for answer in await answers(to: requests) {
            switch answer.read.answer {
            case .success(let data) where data.stat.czxid <= stat.pzxid: return false
            case .success: break
            case .failure(let error):
                switch error.code {
                case .noNode: break
                case .noAuth: return false
                default: throw error
                }
            }
        }
        return true
    }

    private func readListData(_ cache: inout ListCache) async throws(ZooKeeperError) -> NodeData {
        if let known = cache.listData, let now = try await client.exists(list) {
            if known.stat.isOfSameWrite(as: now) { return NodeData(bytes: known.bytes, stat: now) }
            cache.ended(.listData)
        }
        return try take(await dataOfList(arming: watch(.listData, at: list, in: &cache)), into: &cache)
    }

    private func dataOfList(arming watch: Watch?) async -> WatchedRead<NodeData> {
        await watchedRead(arming: watch) { watch throws(ZooKeeperError) in
            try await client.data(at: list, arming: watch)
        }
    }

    private func take(
        _ data: WatchedRead<NodeData>, into cache: inout ListCache
    ) throws(ZooKeeperError) -> NodeData {
        if data.isUnwatched { cache.ended(.listData) }
        if case .success(let data) = data.answer { cache.readListData(data) }
        return try data.answer.get()
    }

    /// The names and the parent's data, each with its stat.
    private func readHalves(_ cache: inout ListCache) async throws(ZooKeeperError) -> (Children, NodeData) {
        let namesWatch = watch(.names, at: list, in: &cache)
        guard let known = cache.listData else { return try await readBoth(arming: namesWatch, &cache) }
        let names = await namesOfList(arming: namesWatch)
        if names.isUnwatched { cache.ended(.names) }
        let found = try names.answer.get()
        // The stat that comes with the names says when the data were set. Those that are known from the same write are the
        // data of that very instant, and need not cross the wire again.
        if known.stat.isOfSameWrite(as: found.stat) { return (found, NodeData(bytes: known.bytes, stat: found.stat)) }
        cache.ended(.listData)
        return try await readBoth(arming: nil, &cache)
    }

    private func namesOfList(arming watch: Watch?) async -> WatchedRead<Children> {
        await watchedRead(arming: watch) { watch throws(ZooKeeperError) in
            try await client.children(of: list, arming: watch)
        }
    }

    /// Two requests, one behind the other on the wire, so that little can come between them.
    private func readBoth(
        arming namesWatch: Watch?, _ cache: inout ListCache
    ) async throws(ZooKeeperError) -> (Children, NodeData) {
        let dataWatch = watch(.listData, at: list, in: &cache)
        async let askedNames = namesOfList(arming: namesWatch)
        async let askedData = dataOfList(arming: dataWatch)
        let (names, data) = await (askedNames, askedData)
        if names.isUnwatched { cache.ended(.names) }
        let taken = Swift.Result { () throws(ZooKeeperError) in try take(data, into: &cache) }
        return (try names.answer.get(), try taken.get())
    }

    /// The list node does not stand: watched for, so that its return is told.
    private func readMissing(_ cache: inout ListCache) async throws(ZooKeeperError) -> Reading.Outcome {
        let existence = watch(.existence, at: list, in: &cache)
        do throws(ZooKeeperError) {
            guard try await client.exists(list, arming: existence) == nil else {
                throw ZooKeeperError(.noNode, "the list \(list) was created while it was being read")
            }
            return .missing
        } catch {
            if existence != nil, error.code != .noNode { cache.ended(.existence) }
            throw error
        }
    }

    /// - Returns: whether all of them stood.
    private func readEntries(
        _ wanted: [ThingID], _ cache: inout ListCache, _ unreadable: inout [Unreadable]
    ) async throws(ZooKeeperError) -> Bool {
        var requests: [EntryRequest] = []
        requests.reserveCapacity(wanted.count)
        for id in wanted {
            // What cannot be a name is only found in an account.
            guard let path = try? list.appending(ZNodeName(bytes: id.bytes)) else { return false }
            requests.append(EntryRequest(id: id, path: path, watch: watch(.payload(id), at: path, in: &cache)))
        }
        return try await read(requests, &cache, &unreadable)
    }

    private struct EntryRequest: Sendable {
        var id: ThingID
        var path: ZNodePath
        var watch: Watch? = nil
    }

    private struct EntryAnswer: Sendable {
        var request: EntryRequest
        var read: WatchedRead<NodeData>
    }

    /// Reads entries side by side. An entry that cannot be read stays unread; a lost connection fails the whole reading.
    ///
    /// - Returns: whether all of them stood.
    private func read(
        _ wanted: [EntryRequest], _ cache: inout ListCache, _ unreadable: inout [Unreadable]
    ) async throws(ZooKeeperError) -> Bool {
        var lost: ZooKeeperError?
        var areAllThere = true
        for answer in await answers(to: wanted) {
            let id = answer.request.id
            if answer.read.isUnwatched { cache.ended(.payload(id)) }
            switch answer.read.answer {
            case .success(let data):
                let node = EntryNode(data)
                do {
                    try checkPayload(id, node.payload)
                    cache.read(.read(node), of: id)
                } catch {
                    unreadable.append(Unreadable(id: id, mzxid: node.mzxid, error: String(describing: error)))
                    cache.read(.unread, of: id)
                }
            case .failure(let error):
                switch error.code {
                case .noNode: areAllThere = false
                case .noAuth: unreadable.append(Unreadable(id: id, mzxid: nil, error: error.description))
                default: lost = error
                }
            }
        }
        if let lost { throw lost }
        return areAllThere
    }

    private func answers(to wanted: [EntryRequest]) async -> [EntryAnswer] {
        // One is the rule, where a Thing was added or changed: it needs no task of its own.
        if wanted.count == 1 { return [await answer(to: wanted[0])] }
        // So many tasks as there may be requests at once, and each asks for one entry after the other: they are answered in turn.
        let lanes = min(ReadWindow.payloads, wanted.count)
        return await withTaskGroup(of: [EntryAnswer].self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    var answers: [EntryAnswer] = []
                    for index in stride(from: lane, to: wanted.count, by: lanes) {
                        answers.append(await answer(to: wanted[index]))
                    }
                    return answers
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func answer(to request: EntryRequest) async -> EntryAnswer {
        let read = await watchedRead(arming: request.watch) { watch throws(ZooKeeperError) in
            try await client.data(at: request.path, arming: watch)
        }
        return EntryAnswer(request: request, read: read)
    }

    /// A watch to hand to a read; nil where one is armed already, or no more are allowed.
    private func watch(_ key: WatchKey, at path: ZNodePath, in cache: inout ListCache) -> Watch? {
        guard let arming = cache.arm(key, at: path) else { return nil }
        let watch = Watch { [onWatchEnd] outcome in
            var arming = arming
            arming.isNodeGone = outcome == .event(.deleted)
            onWatchEnd(arming)
        }
        cache.made(watch, for: arming)
        return watch
    }
}

extension NodeStat {
    /// Whether the data of the node are those of the same write: of the same node, set at the same time.
    fileprivate func isOfSameWrite(as other: NodeStat) -> Bool {
        czxid == other.czxid && ctime == other.ctime && mzxid == other.mzxid && mtime == other.mtime
            && version == other.version
    }
}

extension ListStat {
    init(_ stat: NodeStat) {
        self.init(
            identity: ListIdentity(czxid: stat.czxid, ctime: stat.ctime), pzxid: stat.pzxid, cversion: stat.cversion,
            mzxid: stat.mzxid, version: stat.version
        )
    }
}

extension EntryNode {
    init(_ data: NodeData) {
        self.init(
            payload: data.bytes ?? [], czxid: data.stat.czxid, mzxid: data.stat.mzxid,
            isEphemeral: data.stat.ephemeralOwner != 0
        )
    }
}
