import Foundation

/// A folder for one test.
enum TemporaryFolder {
    /// Makes a folder, hands its path to the body, and removes it with all that is in it.
    static func with<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("collector-worker-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: url) }
        return try await body(url.path)
    }
}
