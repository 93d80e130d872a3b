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

    /// Whether it bears the generation of an earlier one on another revision: children came or went behind it, and somebody has
    /// written the same data once more.
    func isReused(after accepted: AcceptedDeclaration?) -> Bool {
        accepted?.generation == generation && accepted?.revision != revision
    }

    init?(_ list: ListReading) {
        guard let declaration = list.declaration else { return nil }
        self.init(generation: declaration.generation, revision: list.namesStat.pzxid)
    }
}
