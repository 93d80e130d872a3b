internal import Foundation
internal import Histories
internal import Subprocess
internal import TestSupport

extension Workshop {
    private static let product = "simulate"

    /// Builds what is there, and returns whether it could be.
    func build() async throws -> Bool { try await build(Self.product) }

    /// Explores with the program as the mutant of that number; as none with 0.
    func explore(as number: Int, histories: Int, seed: UInt64) async throws -> Finding {
        let result = try await Subprocess.run(
            .name("env"),
            arguments: [
                "\(Mutant.variable)=\(number)", program(Self.product), "--histories", "\(histories)", "--seed",
                "\(seed)", "--quick", "--partial",
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
}
