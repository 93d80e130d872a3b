internal import HoldfastCore

extension StateFile {
    /// The bytes of the file; nil where they are more than ``longest``.
    func encoded() -> [UInt8]? {
        // Each Thing stands there twice, as assigned and as listed: what is not enough grows.
        var body = ByteWriter(capacity: 1024 + 128 * value.things.count)
        body.append(owner.list)
        body.append(Array(owner.workerID.utf8))
        body.append(generation)
        body.append(optional: provedAt) { $0.append($1) }
        body.append(known: value)
        return body.bytes.count <= Self.longest - Self.headerLength ? Self.framed(body: body.bytes) : nil
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
}

extension ByteWriter {
    /// What is known of the list.
    fileprivate mutating func append(known value: LastKnownGood) {
        append(things: value.things)
        append(optional: value.floor) { writer, floor in
            writer.append(stat: floor.stat)
            writer.append(namesOf: floor)
            writer.append(Int64(floor.slack))
        }
        append(optional: value.newest) { $0.append(stat: $1) }
        append(optional: value.trouble) { $0.append(trouble: $1) }
        append(optional: value.accepted) { writer, accepted in
            writer.append(statement: accepted.id)
            writer.append(accepted.revision)
            writer.append(statements: accepted.lineage)
            writer.append(optional: accepted.listName) { $0.append(Array($1.utf8)) }
        }
        append(optional: value.newestStatement) { $0.append(statement: $1) }
        append(statements: value.heads)
        append(UInt32(value.highWater.marks.count))
        for mark in value.highWater.marks {
            append(identity: mark.identity)
            append(mark.pzxid)
        }
        append(optional: value.highWater.generation) { $0.append($1) }
        append(UInt32(value.departed.count))
        for id in value.departed { append(id.bytes) }
        append(UInt32(value.awaitingWord.count))
        for (id, revision) in value.awaitingWord {
            append(id.bytes)
            append(revision)
        }
        append(Int64(value.approvals))
    }

    fileprivate mutating func append(statements: [StatementID]) {
        append(UInt32(statements.count))
        for statement in statements { append(statement: statement) }
    }

    fileprivate mutating func append(statement: StatementID) {
        append(statement.generation)
        append(optional: statement.mark) { $0.append($1) }
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

    fileprivate mutating func append(namesOf floor: Floor) {
        append(UInt32(floor.nameCount))
        floor.forEachName { id, version in
            append(id.bytes)
            append(optional: version) { writer, version in
                writer.append(version.czxid)
                writer.append(version.mzxid)
                writer.append(version.isCurrent ? 1 : 0 as UInt8)
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
