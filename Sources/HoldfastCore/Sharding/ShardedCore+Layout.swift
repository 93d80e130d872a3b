// Which places are in force.
extension ShardedCore {
    /// An attempt to read a place ended.
    ///
    /// The list node is read for its layout too. A reading of a place that is not in force concerns nobody.
    public mutating func read(_ reading: Reading, of place: Place, at now: Moment) -> [Directive] {
        guard let connection, reading.connection == connection.ordinal else { return [] }
        switch place {
        case .list: return readList(reading, at: now)
        case .shard(let shard): return read(reading, of: shard, at: now)
        }
    }

    /// An audit found a place as it was last read.
    public mutating func audited(_ place: Place, connection: Int, begun: Moment, at now: Moment) -> [Directive] {
        guard doubt == nil, let index = index(of: place) else { return [] }
        return ask(index, at: now) { $0.audited(connection: connection, begun: begun, at: now) }
    }

    private func index(of place: Place) -> Int? {
        switch place {
        case .list: isSharded ? nil : 0
        case .shard(let shard): shard.count == layout?.shards ? shard.index : nil
        }
    }

    private mutating func read(_ reading: Reading, of shard: Shard, at now: Moment) -> [Directive] {
        guard doubt == nil, let index = index(of: .shard(shard)) else { return [] }
        if reading.saysNoShard {
            // Another layout came into force, in the very transaction that said this; or else it is told next time.
            guard !retired.insert(shard).inserted else { return [.read(afterSync: true)] }
        } else {
            retired.remove(shard)
        }
        return ask(index, at: now) { $0.read(reading, at: now) }
    }

    private mutating func readList(_ reading: Reading, at now: Moment) -> [Directive] {
        switch reading.outcome {
        case .failed: return isSharded ? doubted(.failed, at: now) : readPlain(reading, at: now)
        case .missing: return isSharded ? doubted(.missing, at: now) : readPlain(reading, at: now)
        case .list(let list):
            switch list.layout {
            case .layout(let found):
                return found.shards == 0
                    ? readPlain(reading, list, found, at: now)
                    : readSharded(reading, list, found, at: now)
            case .none: return readPlain(reading, list, nil, at: now)
            case .malformed, .retired: return doubted(.lost, at: now)
            }
        }
    }

    private mutating func readSharded(
        _ reading: Reading, _ list: ListReading, _ found: Layout, at now: Moment
    ) -> [Directive] {
        guard let layout else { return change(to: found, by: list, at: now) }
        if found.generation > layout.generation { return change(to: found, by: list, at: now) }
        if found.generation < layout.generation { return olderLayout(reading, at: now) }
        guard found.shards == layout.shards else { return doubted(.lost, at: now) }
        return isKnown(at: now)
    }

    private mutating func readPlain(
        _ reading: Reading, _ list: ListReading, _ found: Layout?, at now: Moment
    ) -> [Directive] {
        guard isSharded, let layout else {
            if let found, found.generation > layout?.generation ?? 0 { self.layout = found }
            return readPlain(reading, at: now)
        }
        if let found {
            guard found.generation > layout.generation else { return olderLayout(reading, at: now) }
            return change(to: found, by: list, at: now) + readPlain(reading, at: now)
        }
        // A writer who states the whole list need not know how it was spread before.
        if let declaration = list.declaration, declaration.isWhole, declaration.generation > layout.generation {
            let plain = Layout(generation: declaration.generation, shards: 0)
            return change(to: plain, by: list, at: now) + readPlain(reading, at: now)
        }
        return reading.afterSync ? doubted(.lost, at: now) : [.read(afterSync: true)]
    }

    private mutating func readPlain(_ reading: Reading, at now: Moment) -> [Directive] {
        let wasDoubted = doubt != nil
        doubt = nil
        let directives = ask(0, at: now) { $0.read(reading, at: now) }
        // The core has nothing to say of a doubt that it never heard of.
        return wasDoubted ? directives.filter { !$0.isReport } + [.report(posture)] : directives
    }

    /// It may only be a server that lags.
    private mutating func olderLayout(_ reading: Reading, at now: Moment) -> [Directive] {
        reading.afterSync ? doubted(.behind, at: now) : [.read(afterSync: true)]
    }

    private mutating func doubted(_ doubt: Doubt, at now: Moment) -> [Directive] {
        // While the list was plain, its one core spoke for it.
        if isPlain { addUp(0) }
        self.doubt = doubt
        return reportChange(at: now)
    }

    /// The layout in force was read: where that was not known, every shard is read, and so is each that said it is none.
    private mutating func isKnown(at now: Moment) -> [Directive] {
        let unread = doubt == nil ? retired.sorted { $0.index < $1.index } : shards
        doubt = nil
        return unread.map { .readShard($0, afterSync: false) } + reportChange(at: now)
    }

    /// Another layout is in force.
    private mutating func change(to found: Layout, by list: ListReading, at now: Moment) -> [Directive] {
        let before = layout?.shards ?? 0
        if before != found.shards {
            inherit(under: found, revision: list.dataStat.mzxid, at: now)
        }
        layout = found
        retired = []
        doubt = nil
        return [.save, .follow(shards)] + shards.map { .readShard($0, afterSync: false) } + reportChange(at: now)
    }

    /// Hands what is assigned to the cores of the new places.
    private mutating func inherit(under found: Layout, revision: Int64, at now: Moment) {
        let isContinued =
            found.was.count == cores.count
            && zip(cores, found.was).allSatisfy { core, generations in core.isContinued(by: generations) }
        var estates = found.places.map { _ in AssignmentCore.Estate(things: [:], suspended: [:], awaitingWord: []) }
        for (index, core) in cores.enumerated() {
            for (id, thing) in core.assigned where self.index(of: id) == index {
                let heir = found.index(of: id)
                estates[heir].things[id] = thing
                estates[heir].suspended[id] = core.suspended[id]
            }
            for id in core.awaitingWord.keys where self.index(of: id) == index {
                estates[found.index(of: id)].awaitingWord.insert(id)
            }
        }
        let heirs = estates.map { estate in
            AssignmentCore(
                continuing: cores, with: estate, birth: isContinued ? found.birth : nil, revision: revision, at: now)
        }
        take(over: heirs, isSharded: found.shards > 0)
    }
}

extension Reading {
    /// Whether a node that was a shard is none any more, or does not stand.
    fileprivate var saysNoShard: Bool {
        switch outcome {
        case .list(let list): list.layout == .retired
        case .missing: true
        case .failed: false
        }
    }
}
