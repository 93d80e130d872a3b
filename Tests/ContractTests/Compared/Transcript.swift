import HoldfastZooKeeper

/// What time did to the clients of a sequence, by turn.
struct Mishaps: Sendable {
    /// Sessions that ended since nobody answered for too long.
    var lostSessions: [Int: Set<Int>] = [:]
    /// Connections that were lost once more before the ensemble had settled.
    var lostConnections: [Int: Set<Int>] = [:]

    /// The turn whose operation lost its connection though nothing was done to it: the sequence ends before it.
    var interruption: Int?

    var count: Int { lostSessions.count + lostConnections.count }
}

/// What a sequence gave, in words in which only the order of zxids and sessions counts.
struct Transcript: Sendable {
    /// A part of a line.
    enum Part: Sendable {
        case text(String)
        case zxid(Int64)
        case session(Int64)
    }

    private(set) var lines: [[Part]] = []
    /// What happened without being asked for: see ``Differences``.
    var mishaps = Mishaps()
    /// How the writes ended during which a connection or a leader was lost.
    var doubts: [String: Int] = [:]

    mutating func note(_ parts: [Part]) { lines.append(parts) }

    /// The lines with each zxid as its rank among all, and each session as the number of its first appearance.
    func normalised() -> [String] {
        let zxids = Set(lines.joined().compactMap { if case .zxid(let zxid) = $0 { zxid } else { nil } })
        let ranks = Dictionary(uniqueKeysWithValues: zxids.sorted().enumerated().map { ($1, $0) })
        var sessions: [Int64: Int] = [0: 0]
        return lines.map { line in
            line.map { part in
                switch part {
                case .text(let text):
                    return text
                case .zxid(let zxid):
                    return "z\(ranks[zxid] ?? -1)"
                case .session(let session):
                    let number = sessions[session] ?? sessions.count
                    sessions[session] = number
                    return "s\(number)"
                }
            }.joined(separator: " ")
        }
    }
}

extension [Transcript.Part] {
    static func words(_ stat: NodeStat) -> [Transcript.Part] {
        [
            .text("stat"), .zxid(stat.czxid), .zxid(stat.mzxid), .zxid(stat.pzxid),
            .text("version \(stat.version) \(stat.cversion) \(stat.aversion) owner"), .session(stat.ephemeralOwner),
            .text("length \(stat.dataLength) children \(stat.numberOfChildren)"),
            // The clocks differ; that no node is older than its data does not.
            .text(stat.mtime >= stat.ctime && stat.ctime > 0 ? "" : "mtime \(stat.mtime) ctime \(stat.ctime)"),
        ]
    }

    static func words(_ error: ZooKeeperError) -> [Transcript.Part] {
        let operation = error.failedOperation.map { " of operation \($0)" } ?? ""
        return [.text("failed: \(error.code)\(operation)\(error.mayHaveBeenApplied ? ", in doubt" : "")")]
    }
}
