internal import HoldfastCore

/// What an older version kept of a list that was spread over shards.
struct ShardedState {
    /// The generation of the layout: the word by which the list was spread.
    var generation: Int64
    /// What was known of each shard, in order.
    var shards: [LastKnownGood]

    /// The same as what is known of a plain list: what is assigned stays so, and no reading of the list is known yet.
    ///
    /// A declaration was accepted of every shard, so a list without one is no word. Which generation goes on from theirs cannot be
    /// told: a Thing that the plain list does not hold is kept until the list is stated whole.
    var asPlain: LastKnownGood {
        var plain = LastKnownGood()
        var causes: Set<ListTrouble.Cause> = []
        for (index, shard) in shards.enumerated() {
            // An entry in a shard that was not its own never was a Thing.
            plain.things.merge(shard.things.filter { isOfShard($0.key, index) }) { kept, _ in kept }
            // It was copied to where it stands now, so that no revision tells whether it was put there since.
            for id in shard.awaitingWord.keys { plain.awaitingWord[id] = .max }
            plain.approvals = max(plain.approvals, shard.approvals)
            causes.formUnion(shard.trouble?.causes ?? [])
        }
        if !causes.isEmpty { plain.trouble = ListTrouble(causes) }
        let newest = shards.compactMap(\.newestStatement?.generation).max().map { max($0, generation) } ?? generation
        plain.accepted = AcceptedDeclaration(id: StatementID(generation: newest), revision: -1)
        plain.newestStatement = StatementID(generation: newest)
        return plain
    }

    /// Whether a Thing stood in that shard: FNV-1a with 64 bits over the bytes of its id decided.
    private func isOfShard(_ id: ThingID, _ index: Int) -> Bool {
        let hash = id.bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        return hash % UInt64(shards.count) == UInt64(index)
    }
}

extension ByteReader {
    /// The layout of the list and its shards; nil where it was plain.
    mutating func sharded(_ version: UInt32) throws(StateFileFault) -> ShardedState? {
        let layout = try optional { (reader) throws(StateFileFault) in try reader.layout() }
        var shards: [LastKnownGood] = []
        for _ in 0..<(try elements(ofAtLeast: 21)) { shards.append(try known(version)) }
        guard shards.count == layout?.shards ?? 0 else {
            throw .malformed("it knows \(shards.count) shards, and its layout has \(layout?.shards ?? 0)")
        }
        guard let layout, !shards.isEmpty else { return nil }
        return ShardedState(generation: layout.generation, shards: shards)
    }

    private mutating func layout() throws(StateFileFault) -> (generation: Int64, shards: Int) {
        let generation = try number(Int64.self)
        let shards = Int(try number(UInt32.self))
        guard shards <= 256 else { throw .malformed("it has \(shards) shards") }
        _ = try number(Int64.self)
        // What each place was declared as before.
        for _ in 0..<(try elements(ofAtLeast: 4)) {
            for _ in 0..<(try elements(ofAtLeast: 8)) { _ = try number(Int64.self) }
        }
        return (generation, shards)
    }
}
