import Holdfast
import HoldfastCore
import Testing

/// What the data of a node say of layouts.
@Suite("The layout in the data of a list node") struct LayoutDataTests {
    private static let text =
        #"{"holdfast":1,"layout":{"generation":900,"shards":16,"birth":899,"was":[[5,4],[7],[]]},"statement":"s"}"#
    private static let layout = Layout(generation: 900, shards: 16, birth: 899, was: [[5, 4], [7], []])

    private func read(_ text: String) -> ListData { ListData(Array(text.utf8)) }

    @Test("a layout is read as docs/sharded-lists.md has it, and written so")
    func layout() {
        let data = read(Self.text)
        #expect(data.layout == .layout(Self.layout) && data.shardedLayout == Self.layout)
        #expect(data.declaration == nil)
        #expect(data.word?.bytes == Array(Self.text.utf8))
    }

    @Test("a plain list that was sharded once is declared, and says since when it is plain")
    func plainAgain() {
        let data = read(
            #"{"holdfast":1,"generation":9,"count":2,"layout":{"generation":9,"shards":0,"birth":8,"was":[[7]]}}"#)
        #expect(data.declaration == Declaration(generation: 9, count: 2))
        #expect(data.layout == .layout(Layout(generation: 9, shards: 0, birth: 8, was: [[7]])))
        #expect(data.shardedLayout == nil)
    }

    @Test(
        "what is not exactly a layout is none, and declares nothing",
        arguments: [
            "null", "4", "{}", #"{"generation":9,"shards":4,"birth":8}"#, #"{"generation":9,"shards":4,"was":[]}"#,
            #"{"generation":9,"shards":257,"birth":8,"was":[]}"#, #"{"generation":9,"shards":-1,"birth":8,"was":[]}"#,
            #"{"generation":9,"shards":4,"birth":9,"was":[]}"#, #"{"generation":0,"shards":4,"birth":0,"was":[]}"#,
            #"{"generation":9,"shards":4,"birth":8,"was":[9]}"#, #"{"generation":9,"shards":4,"birth":8,"was":[[9]]}"#,
            #"{"generation":9,"shards":4,"shards":4,"birth":8,"was":[]}"#,
            #"{"generation":9,"shards":4.0,"birth":8,"was":[]}"#,
        ])
    func inexact(_ layout: String) {
        let data = read(#"{"holdfast":1,"generation":5,"count":1,"layout":\#(layout)}"#)
        #expect(data.layout == .malformed && data.declaration == nil)
        // Nor does it become one, or a plain list, by being written again.
        #expect(data.word.map { ListData($0.bytes) } == data)
    }

    @Test("a sharded list's node that declares Things as well says neither")
    func both() {
        let data = read(
            #"{"holdfast":1,"generation":5,"count":1,"layout":{"generation":9,"shards":4,"birth":8,"was":[]}}"#)
        #expect(data.layout == .malformed && data.declaration == nil && data.shardedLayout == nil)
    }

    @Test("a node that was a shard declares nothing, whatever else it says", arguments: ["900", "0", "true"])
    func retired(_ since: String) {
        let data = read(#"{"holdfast":1,"generation":5,"count":1,"retired":\#(since)}"#)
        #expect(data.layout == .retired && data.declaration == nil)
    }

    @Test("what a place was declared as goes 65 generations back at most")
    func lineageLimit() {
        for (count, isLayout) in [(65, true), (66, false)] {
            let lineage = (1...count).map(String.init).joined(separator: ",")
            let data = read(#"{"holdfast":1,"layout":{"generation":900,"shards":1,"birth":8,"was":[[\#(lineage)]]}}"#)
            #expect((data.shardedLayout != nil) == isLayout)
        }
    }
}
