/// Appends numbers, least significant byte first, and runs of bytes, each after its length.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ run: [UInt8]) {
        append(UInt32(run.count))
        bytes.append(contentsOf: run)
    }

    /// A 1 and the value, or a 0.
    mutating func append<Value>(optional value: Value?, _ body: (inout ByteWriter, Value) -> Void) {
        guard let value else { return append(UInt8(0)) }
        append(UInt8(1))
        body(&self, value)
    }
}
