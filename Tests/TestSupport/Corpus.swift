import Foundation

/// The inputs that fuzzing begins with, and those that it found something with.
package enum Corpus {
    /// The files below `Fuzzing/Corpus`, by name.
    package static func files(_ folder: String) throws -> [String: [UInt8]] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let url = root.appendingPathComponent("Fuzzing/Corpus/\(folder)")
        var files: [String: [UInt8]] = [:]
        for file in try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil) {
            files[file.lastPathComponent] = Array(try Data(contentsOf: file))
        }
        return files
    }
}
