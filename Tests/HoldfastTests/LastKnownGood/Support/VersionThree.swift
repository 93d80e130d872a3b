import HoldfastCore

@testable import Holdfast

/// What version 3 of the state file wrote of one list, or of one shard of it. Names of the floor are left out.
enum VersionThree {
    static func known(_ value: LastKnownGood) -> [UInt8] {
        var writer = ByteWriter(capacity: 256)
        writer.append(UInt32(value.things.count))
        for (id, thing) in value.things {
            writer.append(id.bytes)
            writer.append(thing.assignment.payload)
            writer.append(thing.assignment.fence.rawValue)
            writer.append((thing.isEphemeral ? 1 : 0) | (thing.isStoppedByOperator ? 2 : 0) as UInt8)
        }
        writer.append(optional: value.floor?.stat) { writer, stat in
            append(stat, to: &writer)
            writer.append(UInt32(0))
        }
        writer.append(optional: value.newest) { append($1, to: &$0) }
        writer.append(optional: value.trouble) { writer, trouble in
            writer.append(UInt8(trouble.causes.count))
            for cause in trouble.causes { writer.append(Array(cause.rawValue.utf8)) }
            writer.append(UInt8(0))
        }
        writer.append(optional: value.accepted) { writer, accepted in
            writer.append(accepted.id.generation)
            writer.append(accepted.revision)
        }
        writer.append(optional: value.newestStatement) { $0.append($1.generation) }
        writer.append(UInt32(value.heads.count))
        for head in value.heads { writer.append(head.generation) }
        writer.append(UInt32(value.awaitingWord.count))
        for (id, revision) in value.awaitingWord {
            writer.append(id.bytes)
            writer.append(revision)
        }
        writer.append(Int64(value.approvals))
        return writer.bytes
    }

    private static func append(_ stat: ListStat, to writer: inout ByteWriter) {
        writer.append(stat.identity.czxid)
        writer.append(stat.identity.ctime)
        writer.append(stat.pzxid)
        writer.append(stat.cversion)
        writer.append(stat.mzxid)
        writer.append(stat.version)
    }
}
