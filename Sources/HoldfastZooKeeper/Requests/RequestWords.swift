/// What a request is, for messages and for what its failure means.
package struct RequestWords: Sendable {
    /// The operation, as the caller names it.
    package var operation: String
    package var path: ZNodePath
    /// Whether it changes something, so that a lost answer leaves a doubt.
    package var isWrite: Bool

    package init(operation: String, path: ZNodePath, isWrite: Bool) {
        self.operation = operation
        self.path = path
        self.isWrite = isWrite
    }
}
