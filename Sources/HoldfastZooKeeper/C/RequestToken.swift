/// What crosses into the C library as the context of a call: a number, never the address of an object.
///
/// A late, repeated or unknown number is looked up in vain and ignored; a pointer would be followed.
struct RequestToken: Hashable, Sendable {
    private static let sequenceBits: UInt64 = 40
    static let handleLimit: UInt64 = 1 << (64 - sequenceBits) - 1
    static let sequenceLimit: UInt64 = 1 << sequenceBits - 1

    /// The number of the handle in this process, from 1.
    var handle: UInt64
    /// The number of the request within the handle, from 1; 0 stands for the handle itself, as the watcher's context.
    var sequence: UInt64

    init(handle: UInt64, sequence: UInt64) {
        self.handle = handle
        self.sequence = sequence
    }

    init(_ context: UnsafeRawPointer?) {
        let bits = UInt64(UInt(bitPattern: context))
        self.init(handle: bits >> Self.sequenceBits, sequence: bits & Self.sequenceLimit)
    }

    var context: UnsafeMutableRawPointer? {
        UnsafeMutableRawPointer(bitPattern: UInt(handle << Self.sequenceBits | sequence))
    }
}
