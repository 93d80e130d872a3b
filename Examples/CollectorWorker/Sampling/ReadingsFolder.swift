import Foundation
import HoldfastCore
import NIOPosix

/// The folder that readings are appended to: one file per Thing, one JSON object a line.
///
/// A file is opened for each reading: so a file may be moved away at any time, and thousands of Things hold no descriptors.
struct ReadingsFolder: Sendable {
    let path: String

    /// Appends a reading in one write, on a thread that may block.
    ///
    /// - Throws: ``SamplingError`` with the file and the reason, for example a full disk.
    func append(_ reading: SourceReading, of thing: ThingID) async throws {
        let file = path + "/" + Self.fileName(of: thing)
        try await NIOThreadPool.singleton.runIfActive {
            let descriptor = open(file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw SamplingError("\(file) cannot be opened: \(SystemError.last)") }
            defer { _ = close(descriptor) }
            do {
                try FileDescriptorBytes.write(Array((reading.text + "\n").utf8), to: descriptor)
            } catch {
                throw SamplingError("\(file) cannot be written to: \(error)")
            }
        }
    }

    /// The name of a Thing's file: the id with every byte percent-encoded that is not a letter, a digit, `-`, `_` or an inner
    /// dot, and `.jsonl`. A name that no file system would take is cut and ends in `~` and a hash of the whole id.
    static func fileName(of thing: ThingID) -> String {
        let encoded = percentEncoded(thing.bytes)
        guard encoded.utf8.count > longestName else { return encoded + ".jsonl" }
        return encoded.prefix(longestName - 17) + "~" + hash(thing.bytes) + ".jsonl"
    }

    private static let longestName = 240

    private static func percentEncoded(_ bytes: [UInt8]) -> String {
        var result = ""
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case UInt8(ascii: ".") where index > 0:
                result += "."
            default:
                result += (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }

    /// FNV-1a in 64 bits: the same in every run of the program, which Swift's own hashes are not.
    private static func hash(_ bytes: [UInt8]) -> String {
        let value = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
