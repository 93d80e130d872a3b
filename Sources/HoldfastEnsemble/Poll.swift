/// Asks about something outside of this process again and again, since nothing there will call us.
///
/// This is the one place that waits between two looks.
package enum Poll {
    /// Asks until there is an answer or the time is up.
    ///
    /// - Parameters:
    ///   - interval: The pause between one answer and the next question.
    ///   - limit: How long to go on asking. The first question is always asked.
    ///   - question: Returns `nil` for "not yet".
    /// - Returns: The answer, or `nil` when the limit passed without one.
    /// - Throws: What the question throws, at once; `CancellationError` when cancelled.
    package static func until<Answer>(
        every interval: Duration,
        limit: Duration,
        _ question: () async throws -> Answer?
    ) async throws -> Answer? {
        let clock = ContinuousClock()
        let deadline = clock.now.advanced(by: limit)
        while true {
            if let answer = try await question() { return answer }
            if clock.now >= deadline { return nil }
            try await clock.sleep(for: interval)
        }
    }
}
