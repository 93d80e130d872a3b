import Foundation

/// Where the build put the programs of this package: beside the bundle of the tests.
enum BuiltProducts {
    private final class Marker {}

    /// The path of a program.
    static func executable(_ name: String) throws -> String {
        // On Linux the running program is the bundle itself; elsewhere a tool of the system runs it.
        let candidates = [Bundle(for: Marker.self).bundleURL, URL(fileURLWithPath: CommandLine.arguments[0])]
        for candidate in candidates {
            for folder in [candidate, candidate.deletingLastPathComponent()] {
                let file = folder.appendingPathComponent(name)
                if FileManager.default.isExecutableFile(atPath: file.path) { return file.path }
            }
        }
        throw Missing(name: name, searched: candidates)
    }

    struct Missing: Error {
        var name: String
        var searched: [URL]
    }
}
