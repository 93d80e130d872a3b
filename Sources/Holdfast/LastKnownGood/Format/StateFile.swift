internal import HoldfastCore

/// What one state file says: whose memory it is, the how manieth, how fresh, and the memory itself.
///
/// A header of fixed size, the same in every version, and a body; all numbers least significant byte first.
///
/// | offset | length | |
/// |---|---|---|
/// | 0 | 8 | `HOLDFAST` |
/// | 8 | 4 | the version of the body's format |
/// | 12 | 8 | the length of the body |
/// | 20 | 4 | the CRC-32C of the body |
/// | 24 | 4 | the CRC-32C of the 24 bytes before |
/// | 28 | | the body |
struct StateFile: Hashable, Sendable {
    static let magic = Array("HOLDFAST".utf8)
    static let version: UInt32 = 4
    static let oldestVersion: UInt32 = 1
    /// The versions that knew of lists that are spread over shards.
    static let shardedVersions: ClosedRange<UInt32> = 2...3
    static let headerLength = 28
    /// The longest file that is written or read: what is found on a disk is not to take all memory.
    static let longest = 1 << 30

    var owner: StateOwner
    /// Counts what was saved in this folder.
    var generation: UInt64
    /// When the list was last proved, in milliseconds since 1970; nil where it never was.
    var provedAt: Int64?
    var value: LastKnownGood

    /// Which parts of a Thing are set.
    enum ThingFlags {
        static let isEphemeral: UInt8 = 1
        static let isStoppedByOperator: UInt8 = 2
        static let all: UInt8 = 3
    }
}
