/// What a request is, for messages and for what its failure means.
struct RequestWords: Sendable {
    /// The operation, as the caller names it.
    var operation: String
    var path: ZNodePath
    /// Whether it changes something, so that a lost answer leaves a doubt.
    var isWrite: Bool
}
