import Foundation
import Holdfast
import HoldfastCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Takes an operator's words from standard input: `approve TOKEN`, `stop THING`, `start THING`, one a line.
///
/// What became of each is logged: done as a notice, refused as an error that says why. The end of the input ends nothing else.
struct OperatorWords: Service {
    let worker: HoldfastWorker
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            do {
                try await listen()
            } catch {
                logger.error("No words can be taken from standard input", metadata: ["error": "\(error)"])
            }
        }
        try? await gracefulShutdown()
    }

    private func listen() async throws {
        // A descriptor of its own: the pipe closes it, and standard input stays as it is.
        let input = try await NIOPipeBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .takingOwnershipOfDescriptor(input: dup(STDIN_FILENO)) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(LineDecoder(limit: 64 * 1024)))
                    return try NIOAsyncChannel<String, Never>(wrappingChannelSynchronously: channel)
                }
            }
        try await input.executeThenClose { lines in
            for try await line in lines { await hear(line) }
        }
    }

    private func hear(_ line: String) async {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        do {
            switch (words.first, words.dropFirst().first) {
            case ("approve"?, let token?): try await worker.approve(ApprovalToken(rawValue: token))
            case ("stop"?, let thing?): try await worker.stop(ThingID(thing))
            case ("start"?, let thing?): try await worker.start(ThingID(thing))
            default:
                logger.error("'\(line)' is no word: right are 'approve TOKEN', 'stop THING' and 'start THING'")
                return
            }
            logger.notice("Done: \(line)")
        } catch {
            logger.error("Not done: \(line): \(error)")
        }
    }
}
