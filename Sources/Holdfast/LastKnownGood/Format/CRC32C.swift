/// The Castagnoli checksum: it finds every burst of wrong bits up to 32 long, and others but for one in four thousand million.
enum CRC32C {
    /// One table for each of eight bytes that are taken at once: what a byte makes of the checksum with so many bytes behind it.
    private static let tables: [[UInt32]] = {
        let first: [UInt32] = (0..<256).map { index in
            (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0x82f6_3b78 ^ (value >> 1) : value >> 1 }
        }
        return (1..<8).reduce(into: [first]) { tables, place in
            tables.append(tables[place - 1].map { first[Int($0 & 0xff)] ^ ($0 >> 8) })
        }
    }()

    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        // A static is looked up behind a gate each time, a local is not.
        let tables = tables
        return bytes.withUnsafeBytes { bytes in
            var value: UInt32 = ~0
            var index = 0
            while index + 8 <= bytes.count {
                let word =
                    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) ^ UInt64(value)
                value = 0
                for place in 0..<8 { value ^= tables[7 - place][Int(truncatingIfNeeded: word >> (8 * place)) & 0xff] }
                index += 8
            }
            while index < bytes.count {
                value = tables[0][Int((value ^ UInt32(bytes[index])) & 0xff)] ^ (value >> 8)
                index += 1
            }
            return ~value
        }
    }
}
