import HoldfastCore
import Testing

@testable import Holdfast

@Suite("What a declaration says of its identity")
struct IdentityDataTests {
    private func read(_ text: String) -> ListData { ListData(Array(text.utf8)) }

    private let full = Declaration(
        id: StatementID(generation: 12, mark: 35), count: 3, isWhole: true,
        lineage: [StatementID(generation: 11, mark: .max), 10, StatementID(generation: 9, mark: 0)],
        listName: "plant-7@north", node: 0x1_0000_00a7, supersedes: StatementID(generation: 99, mark: 36))

    @Test("marks, node, name and what is superseded are written and read back")
    func roundTrip() {
        let data = ListData(ListWord(declaration: full).bytes)
        #expect(data.declaration == full)
    }

    @Test("it stands there as the documents say")
    func text() {
        let text = String(decoding: ListWord(declaration: full).bytes, as: UTF8.self)
        #expect(
            text.contains(
                #""listName":"plant-7@north","identity":{"generation":12,"node":"1000000a7","#
                    + #""marks":["z","3w5e11264sgsf","","0"],"supersedes":{"generation":99,"mark":"10"}}"#))
    }

    @Test(
        "an identity of another generation, or not exactly one, is none",
        arguments: [
            #"{"generation":11,"marks":["a"]}"#, #"{"marks":["a"]}"#, #"{"generation":12}"#,
            #"{"generation":12,"marks":[1]}"#,
            #"{"generation":12,"marks":["a"],"marks":["b"]}"#, #"{"generation":12,"marks":["a"],"node":7}"#,
            #"{"generation":12,"marks":["a"],"node":"xyz"}"#, #"{"generation":12,"marks":["a"],"supersedes":7}"#, "[]",
            "null",
        ])
    func malformed(identity: String) {
        let data = read(#"{"holdfast":1,"generation":12,"count":3,"lineage":[11],"identity":\#(identity)}"#)
        #expect(data.declaration == Declaration(generation: 12, count: 3, lineage: [11]))
    }

    @Test("fewer marks than statements, and marks that mean nothing, leave the rest unmarked")
    func fewerMarks() {
        let data = read(
            #"{"holdfast":1,"generation":12,"count":3,"lineage":[11,10],"identity":{"generation":12,"marks":["","a!"]}}"#
        )
        #expect(data.declaration == Declaration(generation: 12, count: 3, lineage: [11, 10]))
        let one = read(
            #"{"holdfast":1,"generation":12,"count":3,"lineage":[11],"identity":{"generation":12,"marks":["a"]}}"#)
        #expect(one.declaration?.id == StatementID(generation: 12, mark: 10))
        #expect(one.declaration?.lineage == [11])
    }

    @Test("what cannot be a name makes the declaration none", arguments: ["7", #""""#, "null", #"["a"]"#])
    func badName(name: String) {
        #expect(read(#"{"holdfast":1,"generation":12,"count":3,"listName":\#(name)}"#).declaration == nil)
    }
}
