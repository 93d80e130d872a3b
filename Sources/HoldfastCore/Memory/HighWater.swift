/// How far the history of a list was ever accepted. Unlike the floor it does not go back when a restored list is believed again: what was
/// made up to there is known to be past.
public struct HighWater: Hashable, Sendable {
    /// How far one list node was accepted: zxids of two of them cannot be compared, since they begin anew when all data were wiped.
    public struct Mark: Hashable, Sendable {
        /// The list node.
        public var identity: ListIdentity
        /// The zxid of the last creation or deletion of a child.
        public var pzxid: Int64

        public init(identity: ListIdentity, pzxid: Int64) {
            self.identity = identity
            self.pzxid = pzxid
        }
    }

    /// Of so many list nodes the mark is kept, the one that was accepted last at the end.
    private static let limit = 8

    /// One for each list node, the one that was accepted last at the end.
    public private(set) var marks: [Mark]
    /// The newest generation that was read by the time of the last mark, or that a later declaration has not heard of: a statement up to
    /// here is past. Nil where there is none.
    public private(set) var generation: Int64?

    public init(marks: [Mark] = [], generation: Int64? = nil) {
        self.marks = marks
        self.generation = generation
    }

    /// How far that list node was accepted; nil where it never was.
    func pzxid(of identity: ListIdentity) -> Int64? {
        marks.last { $0.identity == identity }?.pzxid
    }

    /// A reading was accepted.
    ///
    /// - Parameter generation: the newest that was read so far.
    mutating func accepted(_ stat: ListStat, generation: Int64?) {
        let known = pzxid(of: stat.identity)
        if known.map({ $0 <= stat.pzxid }) ?? true { self.generation = generation }
        marks.removeAll { $0.identity == stat.identity }
        marks.append(Mark(identity: stat.identity, pzxid: max(known ?? stat.pzxid, stat.pzxid)))
        if marks.count > Self.limit { marks.removeFirst() }
    }

    /// A declaration was read that has not heard of that generation.
    mutating func didNotHear(of generation: Int64) {
        self.generation = max(self.generation ?? generation, generation)
    }
}
