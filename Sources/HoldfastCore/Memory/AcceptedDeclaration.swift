/// The declaration that was last accepted: each generation is written once, with one revision of its list.
public struct AcceptedDeclaration: Hashable, Sendable {
    /// Its generation.
    public var generation: Int64
    /// The revision of the list (the parent's `pzxid`) that it was accepted with.
    public var revision: Int64

    public init(generation: Int64, revision: Int64) {
        self.generation = generation
        self.revision = revision
    }

    init?(_ list: ListReading) {
        guard let declaration = list.declaration else { return nil }
        self.init(generation: declaration.generation, revision: list.namesStat.pzxid)
    }

    /// Whether a reading bears its generation and is not what was accepted with it. What that declaration took off went when it was
    /// accepted; what came or went since was changed behind it, though it may look covered: its bytes were written once more, or
    /// the servers went back to it.
    func isReused(by list: ListReading, isAnythingAbsent: Bool) -> Bool {
        list.declaration?.generation == generation && (isAnythingAbsent || list.namesStat.pzxid != revision)
    }
}
