import NIOCore
import Testing

@testable import CollectorWorker

@Suite struct LineDecoderTests {
    @Test func bytesAreCutIntoLines() throws {
        var buffer = ByteBuffer(string: "one\r\ntwo\n\nrest")
        let decoder = LineDecoder(limit: 10)
        #expect(try decoder.nextLine(in: &buffer) == "one")
        #expect(try decoder.nextLine(in: &buffer) == "two")
        #expect(try decoder.nextLine(in: &buffer) == "")
        #expect(try decoder.nextLine(in: &buffer) == nil)
        #expect(String(buffer: buffer) == "rest")
    }

    @Test(arguments: ["12345678901", "12345678901\n"])
    func aLineBeyondTheLimitIsAnError(text: String) {
        var buffer = ByteBuffer(string: text)
        let error = #expect(throws: SamplingError.self) { try LineDecoder(limit: 10).nextLine(in: &buffer) }
        #expect(error?.description == "a line is longer than 10 bytes")
    }
}
