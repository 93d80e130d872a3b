internal import HoldfastEnsemble

/// What does not hold, in words.
struct Shortfall: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// Waits until something is so that others have to do.
func waits(
    _ what: String, lookingEvery interval: Duration = .milliseconds(5), _ isSo: () async throws -> Bool
) async throws {
    let limit = Duration.seconds(60)
    let wasSo = try await Poll.until(every: interval, limit: limit) { try await isSo() ? true : nil }
    guard wasSo == true else { throw Shortfall("waited \(limit) in vain: \(what)") }
}
