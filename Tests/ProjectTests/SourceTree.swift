import Foundation

/// The project's own files, as they stand on disk.
struct SourceTree {
    struct File {
        /// The path from the root of the project.
        var path: String
        var text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The files below a folder whose names end so.
    static func files(below folder: String, endingWith ending: String) throws -> [File] {
        let base = root.appendingPathComponent(folder)
        guard let walk = FileManager.default.enumerator(atPath: base.path) else { return [] }
        return try walk.compactMap { $0 as? String }
            .filter { $0.hasSuffix(ending) && !$0.contains(".build") }
            .sorted()
            .map { try file("\(folder)/\($0)") }
    }

    static func file(_ path: String) throws -> File {
        File(path: path, text: try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8))
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
    }

    /// All Swift files of products, examples and tests.
    static func swift() throws -> [File] {
        try ["Sources", "Examples", "Tests"].flatMap { try files(below: $0, endingWith: ".swift") }
    }

    /// The Swift files of products and examples.
    static func products() throws -> [File] {
        try ["Sources", "Examples"].flatMap { try files(below: $0, endingWith: ".swift") }
    }
}
