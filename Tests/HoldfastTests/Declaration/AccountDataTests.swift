import Holdfast
import HoldfastCore
import Testing

/// The account of what came and went, in the data of a list node.
@Suite("The account in the data of a list node") struct AccountDataTests {
    private static let declared = #""generation":12,"count":3,"lineage":[11,10]"#

    private func declaration(_ account: String, _ fields: String = Self.declared) -> Declaration? {
        ListData(Array(#"{"holdfast":1,\#(fields),\#(account)}"#.utf8)).declaration
    }

    @Test("an account is read as it stands in the documentation, the newest step first")
    func read() {
        let declaration = declaration(#""changes":{"generation":12,"steps":[["+c","-b"],[],["-a","+b"]]}"#)
        #expect(
            declaration?.changes == [
                DeclaredChange(added: ["c"], removed: ["b"]), DeclaredChange(),
                DeclaredChange(added: ["b"], removed: ["a"]),
            ])
    }

    @Test("space, order and escapes are the writer's choice")
    func looseForm() {
        let declaration = declaration(
            "\"changes\" : { \"steps\" : [ [ \"\\u002bc\\/\" , \"\\u002d\\u00e9\" ] ] ,\n \"generation\" : 12 }")
        #expect(declaration?.changes == [DeclaredChange(added: ["c/"], removed: ["é"])])
    }

    @Test("what is written is read back, whatever the names are")
    func roundTrip() {
        let names: [ThingID] = [
            "a", "+a", "-a", "", "a b", "\"", "\\", "é☕", "\u{1}\u{1f}\u{7f}", "\u{feff}a", "e\u{301}",
        ]
        let declaration = Declaration(
            generation: 12, count: 3, lineage: [11],
            changes: [
                DeclaredChange(added: names), DeclaredChange(), DeclaredChange(added: ["x"], removed: names),
            ])
        let word = ListWord(declaration: declaration)
        #expect(ListData(word.bytes) == .own(word))
        #expect(ListData(ListWord(declaration: declaration).bytes).declaration?.changes[0].added == names)
        // One that says nothing is left out.
        var silent = declaration
        silent.changes = []
        #expect(!String(decoding: ListWord(declaration: silent).bytes, as: UTF8.self).contains("changes"))
    }

    @Test(
        "an account is bound to its generation: a writer that keeps the field and knows nothing of it vouches for nothing"
    )
    func ofAnotherGeneration() throws {
        let account = #""changes":{"generation":11,"steps":[["+c"]]}"#
        #expect(try #require(declaration(account)).changes.isEmpty)
        // Nor does it stay behind for whoever states the list next.
        let word = try #require(ListData(Array(#"{"holdfast":1,\#(Self.declared),\#(account)}"#.utf8)).word)
        #expect(word.others.isEmpty)
        #expect(!String(decoding: word.bytes, as: UTF8.self).contains("changes"))
    }

    @Test(
        "a malformed account is none, and takes nothing from its declaration",
        arguments: [
            "null", "[]", "{}", "true", "12", #""x""#, #"{"generation":12}"#, #"{"steps":[["+a"]]}"#,
            #"{"generation":"12","steps":[["+a"]]}"#, #"{"generation":12.0,"steps":[["+a"]]}"#,
            #"{"generation":1.2e1,"steps":[["+a"]]}"#,
            #"{"generation":-12,"steps":[["+a"]]}"#, #"{"generation":null,"steps":[["+a"]]}"#,
            #"{"generation":12,"generation":12,"steps":[["+a"]]}"#, #"{"generation":12,"generation":12}"#,
            #"{"generation":12,"steps":[["+a"]],"steps":[["+b"]]}"#, #"{"generation":12,"steps":[["+a"]],"x":1}"#,
            #"{"generation":12,"steps":{}}"#, #"{"generation":12,"steps":"+a"}"#, #"{"generation":12,"steps":null}"#,
            #"{"generation":12,"steps":["+a"]}"#, #"{"generation":12,"steps":[["+a"],"+b"]}"#,
            #"{"generation":12,"steps":[["a"]]}"#, #"{"generation":12,"steps":[[""]]}"#,
            #"{"generation":12,"steps":[["*a"]]}"#, #"{"generation":12,"steps":[[1]]}"#,
            #"{"generation":12,"steps":[["+a",null]]}"#, #"{"generation":12,"steps":[["+a"],[["+b"]]]}"#,
            #"{"generation":12,"steps":[{"added":["a"]}]}"#,
        ])
    func malformed(_ account: String) {
        let declaration = declaration("\"changes\":\(account)")
        #expect(declaration == Declaration(generation: 12, count: 3, lineage: [11, 10]))
    }

    @Test("two members of the name are no account, and no declaration, as with any other name")
    func twice() {
        let account = #""changes":{"generation":12,"steps":[["+c"]]}"#
        #expect(declaration("\(account),\(account)") == nil)
    }

    @Test("an account alone declares nothing")
    func alone() {
        let data = ListData(Array(#"{"holdfast":1,"changes":{"generation":12,"steps":[["+c"]]}}"#.utf8))
        #expect(data.word != nil && data.declaration == nil)
    }

    @Test("an account has at most eight steps")
    func limit() {
        for (count, isAccount) in [(8, true), (9, false)] {
            let steps = (1...count).map { "[\"+t\($0)\"]" }.joined(separator: ",")
            let declaration = declaration(#""changes":{"generation":12,"steps":[\#(steps)]}"#)
            #expect(declaration?.changes.count == (isAccount ? count : 0))
            #expect(declaration?.generation == 12)
        }
    }

    @Test("no cut and no changed byte of an account crashes, and what is left of it is read alike when written anew")
    func mutations() throws {
        let original = Array(
            #"{"holdfast":1,"generation":12,"count":3,"lineage":[11],"changes":{"generation":12,"steps":[["+a","-\u0062"],[]]}}"#
                .utf8)
        let first = try #require(original.firstRange(of: Array(#""changes""#.utf8))).lowerBound
        for length in 0..<original.count { #expect(ListData(Array(original[..<length])).declaration == nil) }
        var accounts = 0
        for index in first..<original.count {
            for byte in UInt8.min...UInt8.max {
                var bytes = original
                bytes[index] = byte
                guard let declaration = ListData(bytes).declaration else { continue }
                if !declaration.changes.isEmpty { accounts += 1 }
                #expect(ListData(ListWord(declaration: declaration).bytes).declaration == declaration)
            }
        }
        #expect(accounts > original.count - first)
    }
}
