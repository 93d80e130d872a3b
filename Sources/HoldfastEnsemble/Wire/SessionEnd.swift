/// A second connection with the id and the password of a session, which then ends the session.
enum SessionEnd {
    /// Resumes the session on a server and closes it. Returns when it is known to be closed.
    ///
    /// - Throws: ``EnsembleError`` with the code `impossible` when the server knows no such session, or `noAnswer`.
    static func carryOut(session: Int64, port: Int, limit: Duration) async throws(EnsembleError) {
        let name = "session 0x\(String(session, radix: 16))"
        var last = EnsembleError(.noAnswer, "\(name) is still there")
        for attempt in 1...5 {
            do throws(EnsembleError) {
                switch try await self.attempt(session: session, port: port, limit: limit) {
                case .closed:
                    return
                case .hungUp:
                    // The next attempt tells whether the session is gone.
                    continue
                case .unknown where attempt > 1:
                    return
                case .unknown:
                    throw EnsembleError(.impossible, "\(name) can not be ended: the server knows no such session")
                }
            } catch {
                // The client, which calls back at once, and we take the session from each other: a connection may be reset.
                guard error.code == .noAnswer else { throw error }
                last = error
            }
        }
        throw last
    }

    private static func attempt(
        session: Int64, port: Int, limit: Duration
    ) async throws(EnsembleError) -> SessionEndHandler.Outcome {
        do {
            return try await Question.ask(port: port, limit: limit) {
                SessionEndHandler(session: session, done: $0, limit: $1)
            }
        } catch let error as EnsembleError {
            throw error
        } catch {
            throw EnsembleError(.noAnswer, "session 0x\(String(session, radix: 16)) could not be ended: \(error)")
        }
    }
}
