import NIOCore
import NIOPosix
import Testing

@testable import CollectorWorker

@Suite(.timeLimit(.minutes(1))) struct LineSourceTests {
    private struct Enough: Error {}

    @Test func everyLineIsASample() async throws {
        try await LineServer.with { port in
            let source = LineSource(host: "127.0.0.1", port: port, longestSilence: .seconds(30))
            var lines: [String] = []
            await #expect(throws: Enough.self) {
                try await source.forEachLine { line in
                    lines.append(line)
                    if lines.count == 3 { throw Enough() }
                }
            }
            #expect(lines.count == 3)
            #expect(lines.allSatisfy { $0.hasPrefix("connected for ") })
        }
    }

    @Test func aPortThatNobodyListensOnIsAnErrorWithItsName() async throws {
        // A port that was just ours and is closed again: nobody else was given it.
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(channel.localAddress?.port)
        try await channel.close()
        let source = LineSource(host: "127.0.0.1", port: port, longestSilence: .seconds(30))
        let error = await #expect(throws: SamplingError.self) { try await source.forEachLine { _ in } }
        #expect(error?.description.hasPrefix("127.0.0.1:\(port) cannot be connected to: ") == true)
    }

    @Test func aServerThatFallsSilentIsGivenUp() async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let source = LineSource(host: "127.0.0.1", port: port, longestSilence: .milliseconds(100))
        let error = await #expect(throws: SamplingError.self) { try await source.forEachLine { _ in } }
        #expect(error?.description == "127.0.0.1:\(port) sent nothing for 0.1 s")
        try await server.close()
    }

    @Test func aServerThatClosesIsAnError() async throws {
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { $0.close() }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let source = LineSource(host: "127.0.0.1", port: port, longestSilence: .seconds(30))
        await #expect(throws: SamplingError.self) { try await source.forEachLine { _ in } }
        try await server.close()
    }
}
