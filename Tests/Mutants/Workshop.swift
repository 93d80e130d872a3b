internal import Foundation
internal import Histories
internal import Subprocess

/// A copy of the package that is changed, built and run.
///
/// One build folder for all, kept for the next time, so that only the core and what depends on it is built for each.
struct Workshop {
    let folder: URL

    /// What is not copied: it is made, or has no part in the build.
    private static let left: Set<String> = ["Benchmarks", "docs"]

    init(package: URL, folder: URL) throws {
        self.folder = folder
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
