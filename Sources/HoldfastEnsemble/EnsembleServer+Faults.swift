/// A server that gets too little: of the processor's time, or of memory.
extension EnsembleServer {
    /// Starves the server of processor time until ``resume()``: it is stopped and let run on in turn (SIGSTOP, SIGCONT).
    ///
    /// A ``hang()`` ends it too, and so do ``stop()`` and ``kill()``.
    /// - Parameters:
    ///   - share: The part of the time for which it runs, between 0 and 1.
    ///   - period: From one stop to the next.
    /// - Throws: ``EnsembleError`` with the code `notRunning`; with the code `impossible` for a share of 0 or less, of 1 or
    ///   more, or a period below 2 ms.
    public func starve(toShare share: Double, period: Duration = .milliseconds(100)) async throws {
        guard share > 0, share < 1, period >= .milliseconds(2) else {
            throw EnsembleError(
                .impossible,
                "a starved server runs for a part of the time, within at least 2 ms, not \(share) of \(period)")
        }
        try self.starve { Starvation(of: $0, share: share, period: period) }
    }

    /// Fills the server's memory until it serves nobody any more: hundreds of clients each announce a large request, for which
    /// the server makes room, and never send it.
    ///
    /// It may be dead then, or hang with its sockets open, or be so busy looking for memory that it answers nobody; a leader
    /// may hang in such a way that its followers stay with it. All of that happens. What it has lost of its threads does not
    /// come back with the memory (``releaseMemory()``), so that it has to be killed and started again.
    ///
    /// - Returns: Whether its process still runs.
    /// - Throws: ``EnsembleError`` with the code `notRunning`; with the code `impossible` when it still serves after a minute.
    public func exhaustMemory() async throws -> Bool {
        let hog = try self.hog()
        // By and by smaller requests, until nothing is left for anything else.
        let steps: [(Int, Int32)] = [(self.heapMegabytes, 1 << 20 - 1), (32, 64 << 10), (64, 8 << 10), (128, 1 << 10)]
        var step = 0
        var silentSince: ContinuousClock.Instant?
        let ended: Void? = try await Poll.until(every: .milliseconds(200), limit: .seconds(60)) {
            if step < 8 * steps.count {
                let (requests, bytes) = steps[step % steps.count]
                try await hog.take(step < steps.count ? requests : 16, of: bytes)
                step += 1
            }
            guard self.isRunning else { return () }
            if await self.report() != nil {
                silentSince = nil
                return nil
            }
            let since = silentSince ?? .now
            silentSince = since
            // A server that looks for memory is silent for a while, and may find some.
            return .now - since > .seconds(3) ? () : nil
        }
        guard ended != nil else { throw EnsembleError(.impossible, "server \(self.id) still serves without memory") }
        return self.isRunning
    }
}
