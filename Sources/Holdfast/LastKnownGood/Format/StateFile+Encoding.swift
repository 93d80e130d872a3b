internal import HoldfastCore

extension StateFile {
    /// The bytes of the file; nil where they would be more than ``longest``.
    func encoded() -> [UInt8]? {
        let parts = [value] + value.shards
        let names = parts.map { $0.floor?.names ?? [:] }
        guard let bound = lengthBound(of: parts, names: names), bound <= Self.longest else { return nil }
        var body = ByteWriter(capacity: bound)
        body.append(owner.list)
        body.append(Array(owner.workerID.utf8))
        body.append(generation)
        body.append(optional: provedAt) { $0.append($1) }
        body.append(known: value, names: names[0])
        body.append(optional: value.layout) { $0.append(layout: $1) }
        body.append(UInt32(value.shards.count))
        for (shard, names) in zip(value.shards, names.dropFirst()) { body.append(known: shard, names: names) }
        return Self.framed(body: body.bytes)
    }

    /// A body behind the header that belongs to it.
    static func framed(body: [UInt8], version: UInt32 = version) -> [UInt8] {
        var file = ByteWriter(capacity: headerLength + body.count)
        for byte in magic { file.append(byte) }
        file.append(version)
        file.append(UInt64(body.count))
        file.append(CRC32C.checksum(body[...]))
        file.append(CRC32C.checksum(file.bytes[...]))
        return file.bytes + body
    }

    /// At least as many bytes as the file takes; nil where that is past counting.
    private func lengthBound(of parts: [LastKnownGood], names: [[ThingID: EntryVersion?]]) -> Int? {
        var bound = 1024
        func add(_ count: Int) -> Bool {
            let (sum, overflows) = bound.addingReportingOverflow(count)
            bound = sum
            return !overflows
        }
        guard add(owner.list.count), add(owner.workerID.utf8.count) else { return nil }
        guard add((value.layout?.was ?? []).reduce(0) { $0 + 4 + 8 * $1.count }) else { return nil }
        for (part, names) in zip(parts, names) {
            guard add(1024) else { return nil }
            for (id, thing) in part.things {
                guard add(id.bytes.count + 32), add(thing.assignment.payload.count) else { return nil }
            }
            for id in names.keys { guard add(id.bytes.count + 24) else { return nil } }
            for id in part.awaitingWord.keys { guard add(id.bytes.count + 24) else { return nil } }
        }
        return bound
    }
}

extension ByteWriter {
    /// What is known of one place.
    fileprivate mutating func append(known value: LastKnownGood, names: [ThingID: EntryVersion?]) {
        append(things: value.things)
        append(optional: value.floor) { writer, floor in
            writer.append(stat: floor.stat)
            writer.append(names: names)
        }
        append(optional: value.newest) { $0.append(stat: $1) }
        append(optional: value.trouble) { $0.append(trouble: $1) }
        append(optional: value.accepted) { writer, accepted in
            writer.append(accepted.generation)
            writer.append(accepted.revision)
        }
        append(optional: value.newestGeneration) { $0.append($1) }
        append(optional: value.presentGeneration) { $0.append($1) }
        append(UInt32(value.awaitingWord.count))
        for (id, revision) in value.awaitingWord {
            append(id.bytes)
            append(revision)
        }
        append(Int64(value.approvals))
    }

    fileprivate mutating func append(layout: Layout) {
        append(layout.generation)
        append(UInt32(layout.shards))
        append(layout.birth)
        append(UInt32(layout.was.count))
        for lineage in layout.was {
            append(UInt32(lineage.count))
            for generation in lineage { append(generation) }
        }
    }

    fileprivate mutating func append(things: [ThingID: LastKnownGood.Thing]) {
        append(UInt32(things.count))
        for (id, thing) in things {
            append(id.bytes)
            append(thing.assignment.payload)
            append(thing.assignment.fence.rawValue)
            append(
                (thing.isEphemeral ? StateFile.ThingFlags.isEphemeral : 0)
                    | (thing.isStoppedByOperator ? StateFile.ThingFlags.isStoppedByOperator : 0))
        }
    }

    fileprivate mutating func append(names: [ThingID: EntryVersion?]) {
        append(UInt32(names.count))
        for (id, version) in names {
            append(id.bytes)
            append(optional: version) { writer, version in
                writer.append(version.czxid)
                writer.append(version.mzxid)
            }
        }
    }

    fileprivate mutating func append(stat: ListStat) {
        append(identity: stat.identity)
        append(stat.pzxid)
        append(stat.cversion)
        append(stat.mzxid)
        append(stat.version)
    }

    fileprivate mutating func append(identity: ListIdentity) {
        append(identity.czxid)
        append(identity.ctime)
    }

    fileprivate mutating func append(trouble: ListTrouble) {
        append(UInt8(trouble.causes.count))
        for cause in trouble.causes { append(Array(cause.rawValue.utf8)) }
        append(optional: trouble.recreatedAs) { $0.append(identity: $1) }
    }
}
