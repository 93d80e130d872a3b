/// The Castagnoli checksum: it finds every burst of wrong bits up to 32 long, and others but for one in four thousand million.
enum CRC32C {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0x82f6_3b78 ^ (value >> 1) : value >> 1 }
    }

    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        // A static is looked up behind a gate each time, a local is not.
        let table = table
        return ~bytes.reduce(~0) { value, byte in table[Int((value ^ UInt32(byte)) & 0xff)] ^ (value >> 8) }
    }
}
