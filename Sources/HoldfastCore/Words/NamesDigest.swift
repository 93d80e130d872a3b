/// A short value that stands for the names on a list: two lists with other names have another one.
struct NamesDigest: Hashable, Sendable {
    /// FNV-1a with 64 bits over the names in the order of their bytes, each preceded by its length.
    let value: UInt64

    init(_ entries: ListEntries) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        for (id, _) in entries {
            var length = id.bytes.count
            repeat {
                add(UInt8(truncatingIfNeeded: length))
                length >>= 8
            } while length > 0
            for byte in id.bytes { add(byte) }
        }
        value = hash
    }
}
