internal import Foundation
internal import Histories
internal import Subprocess

/// A copy of the package that is changed, built and run.
///
/// One build folder for all, so that only the core and what depends on it is built for each.
struct Workshop {
    let folder: URL

    /// What is not copied: it is made, or has no part in the build.
    private static let left: Set<String> = [".build", ".git", "Benchmarks", "docs"]

    init(package: URL) throws {
        let files = FileManager.default
        folder = files.temporaryDirectory.appending(path: "holdfast-mutants-\(UUID().uuidString)")
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: package.path) where !Self.left.contains(name) {
            try files.copyItem(at: package.appending(path: name), to: folder.appending(path: name))
        }
        // What the package depends on need not be fetched again.
        let build = package.appending(path: ".build")
        try files.createDirectory(at: folder.appending(path: ".build"), withIntermediateDirectories: true)
        for name in ["checkouts", "repositories"] where files.fileExists(atPath: build.appending(path: name).path) {
            try files.copyItem(at: build.appending(path: name), to: folder.appending(path: ".build/\(name)"))
        }
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Builds what is there, and returns whether it could be.
    func build() async throws -> Bool {
        let result = try await Subprocess.run(
            .name("swift"),
            arguments: ["build", "-c", "release", "--product", "simulate", "--package-path", folder.path],
            output: .discarded, error: .discarded)
        return result.terminationStatus.isSuccess
    }

    func explore(histories: Int, seed: UInt64) async throws -> Finding {
        let program = folder.appending(path: ".build/release/simulate").path
        let result = try await Subprocess.run(
            .name("env"),
            arguments: [program, "--histories", "\(histories)", "--seed", "\(seed)", "--quick", "--partial"],
            output: .string(limit: 16 << 20), error: .string(limit: 1 << 20))
        if result.terminationStatus.isSuccess { return .sound }
        let line = Self.firstLine(result.standardOutput)
        guard line.hasPrefix("seed "), let colon = line.firstIndex(of: ":") else {
            return .other(Self.firstLine(result.standardError))
        }
        let words = line[line.index(after: colon)...].drop { $0 == " " }
        return .found(
            seed: String(line[..<colon].dropFirst("seed ".count)),
            words: words.range(of: " (seed").map { String(words[..<$0.lowerBound]) } ?? String(words))
    }

    private static func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? "it said nothing"
    }

    /// Changes the place, builds, explores, and puts back what stood there.
    func examine(_ mutant: Mutant, histories: Int, seed: UInt64) async throws -> Finding {
        let file = folder.appending(path: mutant.file)
        let source = try String(contentsOf: file, encoding: .utf8)
        guard let mutated = mutant.applied(to: source) else {
            return .other("its place in \(mutant.file) is gone")
        }
        try mutated.write(to: file, atomically: true, encoding: .utf8)
        defer { try? source.write(to: file, atomically: true, encoding: .utf8) }
        guard try await build() else { return .notBuilt }
        return try await explore(histories: histories, seed: seed)
    }
}
