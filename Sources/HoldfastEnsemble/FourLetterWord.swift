/// Asks a server one of ZooKeeper's four letter words (`srvr`, `ruok`, `mntr`, …) over a connection of its own.
enum FourLetterWord {
    /// Sends the word and returns all that comes until the server closes.
    ///
    /// - Throws: ``EnsembleError`` with the code `noAnswer` when the server refuses, resets, or says nothing in time.
    static func ask(_ word: String, port: Int, limit: Duration) async throws(EnsembleError) -> String {
        do {
            return try await Question.ask(port: port, limit: limit) {
                AnswerHandler(word: word, answer: $0, limit: $1)
            }
        } catch let error as EnsembleError {
            throw error
        } catch {
            throw EnsembleError(.noAnswer, "no answer to \(word) from 127.0.0.1:\(port): \(error)")
        }
    }
}
