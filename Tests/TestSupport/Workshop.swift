package import Foundation
internal import Subprocess

/// A copy of the package that is changed, built and run.
///
/// The folder is kept for the next time, so that only what was changed since is built.
package struct Workshop: Sendable {
    package let folder: URL
    private let configuration: String

    /// What is not copied: it is made, or has no part in the build.
    private static let left: Set<String> = ["Benchmarks", "docs"]

    /// - Parameter configuration: `debug` or `release`.
    package init(package: URL, folder: URL, configuration: String) throws {
        self.folder = folder
        self.configuration = configuration
        let names = try FileManager.default.contentsOfDirectory(atPath: package.path)
        for name in names where !name.hasPrefix(".") && !Self.left.contains(name) {
            try Self.bring(package.appending(path: name), to: folder.appending(path: name))
        }
    }

    /// Makes a file or a folder the same as another, and leaves alone what is: it need not be built again.
    private static func bring(_ source: URL, to target: URL) throws {
        let files = FileManager.default
        guard try source.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true else {
            let data = try Data(contentsOf: source)
            if (try? Data(contentsOf: target)) != data { try data.write(to: target) }
            return
        }
        try files.createDirectory(at: target, withIntermediateDirectories: true)
        let names = Set(try files.contentsOfDirectory(atPath: source.path))
        for name in try files.contentsOfDirectory(atPath: target.path) where !names.contains(name) {
            try files.removeItem(at: target.appending(path: name))
        }
        for name in names.sorted() { try bring(source.appending(path: name), to: target.appending(path: name)) }
    }

    /// Builds a program, and returns whether it could be.
    package func build(_ product: String) async throws -> Bool {
        let result = try await Subprocess.run(
            .name("swift"),
            arguments: ["build", "-c", configuration, "--product", product, "--package-path", folder.path],
            output: .discarded, error: .discarded)
        return result.terminationStatus.isSuccess
    }

    /// Where a program is that was built.
    package func program(_ product: String) -> String {
        folder.appending(path: ".build/\(configuration)/\(product)").path
    }
}
