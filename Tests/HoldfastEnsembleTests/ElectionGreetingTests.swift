import NIOCore
import Testing

@testable import HoldfastEnsemble

@Suite struct ElectionGreetingTests {
    private static let whole: [UInt8] =
        [255, 255, 255, 255, 255, 255, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 2] + [0, 0, 0, 15] + Array("127.0.0.1:12345".utf8)
    private static let told: [UInt8] =
        [255, 255, 255, 255, 255, 255, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 2] + [0, 0, 0, 9] + Array("0.0.0.0:1".utf8)

    private func pass(_ parts: [[UInt8]]) -> [UInt8] {
        let greeting = ElectionGreeting()
        return parts.flatMap { part in
            greeting.passing(ByteBuffer(bytes: part)).map { Array($0.readableBytesView) } ?? []
        }
    }

    @Test func theAddressIsReplacedAndWhatFollowsStays() {
        #expect(self.pass([Self.whole + [1, 2, 3], [4, 5]]) == Self.told + [1, 2, 3, 4, 5])
    }

    @Test(arguments: 1..<ElectionGreetingTests.whole.count)
    func aGreetingMayComeInParts(cut: Int) {
        #expect(self.pass([Array(Self.whole[..<cut]), Array(Self.whole[cut...]), [9]]) == Self.told + [9])
    }

    @Test(arguments: [
        [0, 0, 0, 0, 0, 0, 0, 2] + [UInt8](repeating: 7, count: 20),
        [255, 255, 255, 255, 255, 255, 0, 0] + [0, 0, 0, 0, 0, 0, 0, 2] + [127, 0, 0, 0] + [1],
    ])
    func anUnknownGreetingPassesAsItIs(bytes: [UInt8]) {
        #expect(self.pass([bytes, [9]]) == bytes + [9])
    }
}
