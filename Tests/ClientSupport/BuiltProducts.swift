package import Foundation

/// Where the build put the programs of this package: beside the bundle of the tests.
package enum BuiltProducts {
    private final class Marker {}

    /// The path of a program.
    package static func executable(_ name: String) throws -> String {
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

    package struct Missing: Error {
        package var name: String
        package var searched: [URL]
    }
}
