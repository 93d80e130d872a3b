import NIOCore
import NIOPosix

/// Asks a server one of ZooKeeper's four letter words (`srvr`, `ruok`, `mntr`, …) over a connection of its own.
enum FourLetterWord {
    /// Sends the word and returns all that comes until the server closes.
    ///
    /// - Throws: ``EnsembleError`` with the code `noAnswer` when the server refuses, resets, or says nothing in time.
    static func ask(_ word: String, port: Int, limit: Duration) async throws(EnsembleError) -> String {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let answer = loop.makePromise(of: String.self)
        let nanoseconds = limit / .nanoseconds(1)
        let limit = TimeAmount.nanoseconds(Int64(nanoseconds))
        ClientBootstrap(group: loop)
            .connectTimeout(limit)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = AnswerHandler(word: word, answer: answer, limit: limit)
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .whenFailure { answer.fail($0) }
        do {
            return try await answer.futureResult.get()
        } catch let error as EnsembleError {
            throw error
        } catch {
            throw EnsembleError(.noAnswer, "no answer to \(word) from 127.0.0.1:\(port): \(error)")
        }
    }
}
