/// Reads what a ``ByteWriter`` wrote, or anything else: every access goes through one door, which never opens past the end.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var count: Int { rest.count }

    /// The next bytes, as many as that.
    mutating func take(_ count: Int) throws(StateFileFault) -> ArraySlice<UInt8> {
        guard count >= 0, count <= rest.count else { throw .malformed("something in it is longer than the file") }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) throws(StateFileFault) -> Number {
        let bytes = try take(Number.bitWidth / 8)
        var number = Number.zero
        for byte in bytes.reversed() { number = number << 8 | Number(truncatingIfNeeded: byte) }
        return number
    }

    mutating func run() throws(StateFileFault) -> [UInt8] {
        let count = Int(try number(UInt32.self))
        return Array(try take(count))
    }

    mutating func flag() throws(StateFileFault) -> Bool {
        switch try number(UInt8.self) {
        case 0: false
        case 1: true
        case let other: throw .malformed("\(other) stands where only 0 and 1 can")
        }
    }

    mutating func optional<Value>(
        _ body: (inout ByteReader) throws(StateFileFault) -> Value
    ) throws(StateFileFault) -> Value? {
        try flag() ? try body(&self) : nil
    }

    /// How many elements follow, each at least so long: a wrong number asks for no memory.
    mutating func elements(ofAtLeast length: Int) throws(StateFileFault) -> Int {
        let count = Int(try number(UInt32.self))
        guard count <= rest.count / length else { throw .malformed("it announces more than it holds") }
        return count
    }
}
