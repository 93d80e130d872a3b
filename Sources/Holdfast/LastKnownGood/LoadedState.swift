package import HoldfastCore

/// What a worker finds on disk when it starts.
package struct LoadedState: Hashable, Sendable {
    package var value: LastKnownGood
    /// When the list was last proved, in milliseconds since 1970; nil where it never was.
    package var provedAt: Int64?
    /// The number of the file that it was read from.
    package var generation: UInt64
    /// Is this set, then a file was damaged and this is from the one that is left: somebody has to look at the disk.
    package var alarm: String?
}
