internal import Foundation
internal import Histories
internal import Subprocess

/// A copy of the package that holds all mutants, built once and run as each of them.
///
/// The folder is kept for the next time.
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

    /// Explores with the program as the mutant of that number; as none with 0.
    func explore(as number: Int, histories: Int, seed: UInt64) async throws -> Finding {
        let program = folder.appending(path: ".build/release/simulate").path
        let result = try await Subprocess.run(
            .name("env"),
            arguments: [
                "\(Mutant.variable)=\(number)", program, "--histories", "\(histories)", "--seed", "\(seed)", "--quick",
                "--partial",
            ],
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

    /// Puts all mutants into the copy.
    ///
    /// - Returns: the name of one whose place is gone, or is changed by another.
    func mutate(with mutants: [Mutant]) throws -> String? {
        var sources: [String: String] = [Mutant.question.file: Mutant.question.source]
        for (index, mutant) in mutants.enumerated() {
            let source =
                try sources[mutant.file] ?? String(contentsOf: folder.appending(path: mutant.file), encoding: .utf8)
            guard let mutated = mutant.applied(to: source, as: index + 1) else { return mutant.name }
            sources[mutant.file] = mutated
        }
        for (file, source) in sources {
            try source.write(to: folder.appending(path: file), atomically: true, encoding: .utf8)
        }
        return nil
    }
}
