import HoldfastCore
import Testing

@Suite struct LayoutTests {
    @Test(
        "the shard of a Thing is FNV-1a with 64 bits over the bytes of its id",
        arguments: [
            ("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
        ] as [(String, UInt64)])
    func hash(_ id: String, _ hash: UInt64) {
        #expect(ThingID(id).shardHash == hash)
    }

    @Test("an id that is not UTF-8 has its shard by its bytes")
    func hashOfBytes() {
        let basis: UInt64 = 0xcbf2_9ce4_8422_2325
        let prime: UInt64 = 0x0000_0100_0000_01b3
        let hash = (basis ^ 0xff) &* prime
        #expect(ThingID(bytes: [0xff]).shardHash == hash)
        #expect(ThingID(bytes: [0xff]).shardHash != ThingID(bytes: [0xfe]).shardHash)
    }

    @Test("the number of shards is part of the name of each, so that two layouts share no node")
    func names() {
        #expect(Layout(generation: 1, shards: 16).places.first?.description == "0000-of-0016")
        #expect(Layout(generation: 1, shards: 0).places == [.list])
        let four = Set(Layout(generation: 1, shards: 4).places.map(\.description))
        let sixteen = Set(Layout(generation: 1, shards: 16).places.map(\.description))
        #expect(four.isDisjoint(with: sixteen) && four.count == 4 && sixteen.count == 16)
    }

    @Test("ten thousand ids spread evenly over any number of shards", arguments: [1, 3, 4, 16, 100, 256])
    func spread(_ shards: Int) {
        let layout = Layout(generation: 1, shards: shards)
        let ids = (0..<10_000).map { ThingID("thing-\($0)") }
        let counts = Dictionary(grouping: ids) { layout.place(of: $0) }.mapValues(\.count)
        #expect(counts.count == shards)
        #expect((counts.values.max() ?? 0) <= 2 * 10_000 / shards)
    }
}
