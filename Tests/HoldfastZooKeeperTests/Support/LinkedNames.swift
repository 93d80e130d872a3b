import Foundation

/// The names that this program takes from shared libraries.
struct LinkedNames {
    private let names: Data

    /// Reads the string table of the dynamic symbols, from the program's own file (ELF, 64 bits).
    init() throws {
        let program = try Data(contentsOf: URL(fileURLWithPath: "/proc/self/exe"), options: .alwaysMapped)
        func number<Value: FixedWidthInteger>(at offset: Int, _: Value.Type) -> Int {
            Int(
                program.withUnsafeBytes {
                    Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self))
                })
        }
        let sections = number(at: 0x28, UInt64.self)
        let size = number(at: 0x3A, UInt16.self)
        let count = number(at: 0x3C, UInt16.self)
        var found = Data()
        for section in 0..<count {
            let header = sections + section * size
            // A table of strings (3) that is loaded (flag 2).
            guard number(at: header + 4, UInt32.self) == 3, number(at: header + 8, UInt64.self) & 2 != 0 else {
                continue
            }
            let start = number(at: header + 0x18, UInt64.self)
            found += program[start..<start + number(at: header + 0x20, UInt64.self)]
        }
        names = found
    }

    func holds(_ name: String) -> Bool {
        names.range(of: Data([0] + Array(name.utf8) + [0])) != nil
    }
}
