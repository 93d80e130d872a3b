/// How the list stands to what was last read of it.
enum AuditFinding: Hashable, Sendable {
    /// As it was read.
    case asRead
    /// Children came or went, and nothing was written to the list node.
    case namesChanged
    /// Something was written to the list node, or another one stands in its place, or none.
    case changed
}
