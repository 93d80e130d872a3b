import Holdfast
import HoldfastCore
import Testing

/// What the data of a list node say that an older version has spread over shards.
@Suite("The data of a sharded list") struct ShardedDataTests {
    private func read(_ text: String) -> ListData { ListData(Array(text.utf8)) }

    @Test("a list that is spread over shards says so, and declares nothing here")
    func sharded() {
        let data = read(
            #"{"holdfast":1,"layout":{"generation":900,"shards":16,"birth":899,"was":[[5,4],[7],[]]},"statement":"s"}"#)
        #expect(data.isSharded && data.declaration == nil)
    }

    @Test("a list that is plain again is declared as any other, and what it was is not written again")
    func plainAgain() throws {
        let data = read(
            #"{"holdfast":1,"generation":9,"count":2,"layout":{"generation":9,"shards":0,"birth":8,"was":[[7]]},"mine":4}"#
        )
        #expect(data.declaration == Declaration(generation: 9, count: 2) && !data.isSharded)
        let word = try #require(data.word)
        #expect(ListData(word.bytes) == data)
        let text = String(decoding: word.bytes, as: UTF8.self)
        #expect(!text.contains("layout") && text.contains(#""mine":4"#))
    }

    @Test(
        "a list of which the number of shards was being changed is what it was, and the change is given up with the next word"
    )
    func moving() throws {
        let data = read(#"{"holdfast":1,"generation":9,"count":2,"moving":16}"#)
        #expect(data.declaration == Declaration(generation: 9, count: 2) && !data.isSharded)
        let text = String(decoding: try #require(data.word).bytes, as: UTF8.self)
        #expect(!text.contains("moving"))
    }

    @Test(
        "what is not exactly the layout of a plain list is taken for one of a sharded list",
        arguments: [
            "null", "4", "{}", #"{"generation":9,"birth":8,"was":[]}"#, #"{"shards":0,"birth":8,"was":[]}"#,
            #"{"generation":9,"shards":257,"birth":8,"was":[]}"#, #"{"generation":9,"shards":-0,"birth":8,"was":[]}"#,
            #"{"generation":0,"shards":0,"birth":0,"was":[]}"#, #"{"generation":9,"shards":0.0,"birth":8,"was":[]}"#,
            #"{"generation":9,"shards":0,"shards":4,"birth":8,"was":[]}"#,
            #"{"generation":9,"shards":4,"birth":8,"was":[]}"#, #"{"generation":9,"shards":"0"}"#,
        ])
    func inexact(_ layout: String) {
        let data = read(#"{"holdfast":1,"generation":5,"count":1,"approved":"a","layout":\#(layout)}"#)
        #expect(data.isSharded && data.declaration == nil && data.approval == nil)
        // Nor does it become a plain list by being written again.
        #expect(data.word.map { ListData($0.bytes) } == data)
    }

    @Test("a node that was a shard declares nothing, whatever else it says", arguments: ["900", "0", "true"])
    func retired(_ since: String) {
        let data = read(#"{"holdfast":1,"generation":5,"count":1,"retired":\#(since)}"#)
        #expect(data.isSharded && data.declaration == nil)
    }
}
