import Testing

@testable import HoldfastEnsemble

extension EnsembleServer {
    /// Waits until the server says that it serves in this role; that it serves nobody, or does not answer, for nil.
    func comesToServe(
        as role: String?, within limit: Duration = .seconds(30), sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let seen: Void? = try await Poll.until(every: .milliseconds(50), limit: limit) {
            await self.role() == role ? () : nil
        }
        guard seen == nil else { return }
        let last = await self.role() ?? "none"
        let words = "server \(self.id) serves as \(last), not as \(role ?? "none")"
        Issue.record("\(words)\n\(self.files.logTail(lines: 60))", sourceLocation: sourceLocation)
        throw Refusal()
    }

    /// `leader`, `follower` or `standalone`.
    private func role() async -> String? {
        guard let answer = try? await self.fourLetterWord("srvr") else { return nil }
        return answer.split(separator: "\n").first { $0.hasPrefix("Mode: ") }.map { String($0.dropFirst(6)) }
    }

    private struct Refusal: Error {}
}
