import NIOCore
import NIOPosix

/// A TCP server on loopback that sends every client a line five times a second, as a device sends what it measures.
enum LineServer {
    private typealias Connection = NIOAsyncChannel<Never, ByteBuffer>

    /// Runs a server for as long as the body runs, and tells it the port.
    static func with<Result: Sendable>(_ body: (_ port: Int) async throws -> Result) async throws -> Result {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture { try Connection(wrappingChannelSynchronously: channel) }
            }
        guard let port = server.channel.localAddress?.port else { throw DemoFailure("the line server has no port") }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await serve(server) }
            let result = try await body(port)
            group.cancelAll()
            return result
        }
    }

    private static func serve(_ server: NIOAsyncChannel<Connection, Never>) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await server.executeThenClose { connections in
                for try await connection in connections {
                    group.addTask {
                        // A client that goes away ends its own connection, not the server.
                        try? await send(to: connection)
                    }
                }
            }
            group.cancelAll()
        }
    }

    private static func send(to connection: Connection) async throws {
        try await connection.executeThenClose { _, outbound in
            let begin = ContinuousClock.now
            while true {
                try await outbound.write(ByteBuffer(string: "connected for \(begin.duration(to: .now).inSeconds)\n"))
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }
}
