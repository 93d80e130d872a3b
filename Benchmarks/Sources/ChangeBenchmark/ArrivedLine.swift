import Foundation

/// A line that a program printed, and when it arrived here.
struct ArrivedLine: Sendable {
    let instant: SuspendingClock.Instant
    let bytes: [UInt8]

    /// What the line says.
    func event() throws -> ProgramEvent {
        do {
            return try JSONDecoder().decode(ProgramEvent.self, from: Data(bytes))
        } catch {
            throw BenchmarkError("not a line of a program: '\(String(decoding: bytes, as: UTF8.self))'")
        }
    }
}

/// What a line of a program says; other keys than these are skipped.
struct ProgramEvent: Decodable {
    let event: String
    let thing: String?
}
