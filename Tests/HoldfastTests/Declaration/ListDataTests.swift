import Holdfast
import HoldfastCore
import Testing

/// What the data of a list node are read as, and written as.
@Suite("The data of a list node") struct ListDataTests {
    private static let full = Declaration(
        generation: 1_763_690_400_123, count: 120, isWhole: true, hasMore: false, lineage: [1_763_690_399_001, 7])

    private func read(_ text: String) -> ListData { ListData(Array(text.utf8)) }

    @Test("a declaration is read as it stands in the design")
    func fullDeclaration() {
        let text =
            #"{"holdfast":1,"generation":1763690400123,"count":120,"whole":true,"more":false,"lineage":[1763690399001,7]}"#
        #expect(read(text).declaration == Self.full)
        #expect(read(text).approval == nil)
    }

    @Test("space, order and escapes are the writer's choice")
    func looseForm() {
        let text = """
             {\t"lineage" : [ 1763690399001 , 7 ] , "count":120,\r
            "\\u0067eneration":1763690400123, "whole":true, "holdfast" : 1, "approved": "a-\\u0062" } \n
            """
        #expect(read(text).declaration == Self.full)
        #expect(read(text).approval == ApprovalToken(rawValue: "a-b"))
    }

    @Test("what is left out is false or empty")
    func defaults() {
        #expect(
            read(#"{"holdfast":1,"generation":5,"count":0}"#).declaration == Declaration(generation: 5, count: 0))
    }

    @Test("an approval may stand alone")
    func approvalAlone() {
        let data = read(#"{"holdfast":1,"approved":"1-2-3"}"#)
        #expect(data.declaration == nil)
        #expect(data.approval == ApprovalToken(rawValue: "1-2-3"))
    }

    @Test("no data are an undeclared list")
    func empty() {
        #expect(ListData(nil) == .empty)
        #expect(ListData([]) == .empty)
    }

    @Test(
        "other data are an undeclared list, and somebody else's",
        arguments: [
            " ", "hello", "{}", "[]", "1", "null", #"{"generation":5,"count":1}"#,
            #"{"holdfast":2,"generation":5,"count":1}"#,
            #"{"holdfast":1.0,"generation":5,"count":1}"#, #"{"holdfast":"1","generation":5,"count":1}"#,
            #"{"holdfast":true,"generation":5,"count":1}"#, #"{"holdfast":01,"generation":5,"count":1}"#,
            #"{"holdfast":1,"holdfast":1,"generation":5,"count":1}"#, #"{"holdfast":1,"generation":5,"count":1"#,
            #"{"holdfast":1,"generation":5,"count":1}}"#, #"{"holdfast":1,"generation":5,"count":1} x"#,
            #"{"holdfast":1,"generation":5,"count":1,}"#, #"{"holdfast":1,,"generation":5,"count":1}"#,
            #"{'holdfast':1,"generation":5,"count":1}"#, #"{holdfast:1,"generation":5,"count":1}"#,
            #"[{"holdfast":1,"generation":5,"count":1}]"#, #"{"holdfast":1,"generation":+5,"count":1}"#,
            #"{"holdfast":1,"generation":.5,"count":1}"#, #"{"holdfast":1,"generation":05,"count":1}"#,
            #"{"holdfast":1,"generation":5.,"count":1}"#, #"{"holdfast":1,"generation":5e,"count":1}"#,
            #"{"holdfast":1,"generation":0x5,"count":1}"#, #"{"holdfast":1,"generation":NaN,"count":1}"#,
            #"{"holdfast":1,"generation":5,"count":1,"x":tru}"#,
            #"{"holdfast":1,"generation":5,"count":1,"x":"\ud800"}"#,
            #"{"holdfast":1,"generation":5,"count":1,"x":"\ud800\u0041"}"#,
            #"{"holdfast":1,"generation":5,"count":1,"x":"\udc00"}"#,
            #"{"holdfast":1,"generation":5,"count":1,"x":"\q"}"#,
            #"{"holdfast":1,"generation":5,"count":1,"x":"\u00g0"}"#,
            #"{"holdfast":1,"generation":5,"count":1,"x":"\u+123"}"#,
            "{\"holdfast\":1,\"generation\":5,\"count\":1,\"x\":\"a\nb\"}",
            "\u{feff}{\"holdfast\":1,\"generation\":5,\"count\":1}",
            "{\"holdfast\":1,\u{a0}\"generation\":5,\"count\":1}",
            "{\"holdfast\":1,\"generation\":5,\"count\":1}\u{0}",
        ])
    func foreign(_ text: String) {
        #expect(read(text) == .foreign)
    }

    @Test(
        "what is not exactly a declaration is none, and an approval beside it is none either",
        arguments: [
            #""generation":5"#, #""count":1"#, #""whole":true"#, #""lineage":[]"#, #""generation":5,"count":-1"#,
            #""generation":-5,"count":1"#, #""generation":-0,"count":1"#, #""generation":0,"count":1"#,
            #""generation":5.0,"count":1"#, #""generation":5e0,"count":1"#, #""generation":5.5,"count":1"#,
            #""generation":"5","count":1"#, #""generation":null,"count":1"#, #""generation":[5],"count":1"#,
            #""generation":9007199254740992,"count":1"#, #""generation":9223372036854775808,"count":1"#,
            #""generation":99999999999999999999999999999999999999999999,"count":1"#, #""generation":1e400,"count":1"#,
            #""generation":5,"count":2147483648"#, #""generation":5,"count":1.5"#, #""generation":5,"count":true"#,
            #""generation":5,"count":1,"whole":1"#, #""generation":5,"count":1,"whole":null"#,
            #""generation":5,"count":1,"more":"false""#, #""generation":5,"count":1,"more":0"#,
            #""generation":5,"count":1,"lineage":4"#, #""generation":5,"count":1,"lineage":null"#,
            #""generation":5,"count":1,"lineage":{}"#, #""generation":5,"count":1,"lineage":[4,"3"]"#,
            #""generation":5,"count":1,"lineage":[4,[3]]"#, #""generation":5,"count":1,"lineage":[4.0]"#,
            #""generation":5,"count":1,"lineage":[5]"#, #""generation":5,"count":1,"lineage":[6]"#,
            #""generation":5,"count":1,"lineage":[-1]"#, #""generation":5,"count":1,"lineage":[0]"#,
            #""generation":5,"count":1,"generation":5"#, #""generation":5,"count":1,"\u0063ount":2"#,
            #""generation":5,"count":1,"x":1,"x":1"#, #""generation":5,"count":1,"approved":1"#,
        ])
    func inexact(_ fields: String) {
        for approval in ["", #","approved":"t-1""#] where !fields.contains("approved") || approval.isEmpty {
            let data = read(#"{"holdfast":1,\#(fields)\#(approval)}"#)
            #expect(data.word != nil)
            #expect(data.declaration == nil)
            #expect(data.approval == nil)
        }
    }

    @Test("a lineage has at most 64 generations")
    func lineageLimit() {
        for (count, isDeclared) in [(64, true), (65, false)] {
            let lineage = (1...count).map(String.init).joined(separator: ",")
            let data = read(#"{"holdfast":1,"generation":500,"count":1,"lineage":[\#(lineage)]}"#)
            #expect((data.declaration?.lineage.count == count) == isDeclared)
            #expect((data.declaration == nil) != isDeclared)
        }
    }

    @Test("the greatest numbers are read")
    func greatest() {
        let data = read(#"{"holdfast":1,"generation":9007199254740991,"count":2147483647}"#)
        #expect(data.declaration == Declaration(generation: 9_007_199_254_740_991, count: 2_147_483_647))
    }

    @Test("nesting is followed to a limit")
    func nesting() {
        for (depth, isOwn) in [(1, true), (31, true), (32, true), (33, false), (100_000, false)] {
            for (opening, closing, core) in [("[", "]", ""), (#"{"a":"#, "}", "1")] {
                let inner = depth - (core.isEmpty ? 0 : 1)
                let value =
                    String(repeating: opening, count: inner) + core + String(repeating: closing, count: inner)
                guard inner > 0 else { continue }
                let data = read(#"{"holdfast":1,"generation":5,"count":1,"x":\#(value)}"#)
                #expect((data.declaration != nil) == isOwn, "depth \(depth)")
            }
        }
    }

    @Test("unknown fields are kept byte for byte")
    func unknownFieldsAreKept() throws {
        let text =
            #"{"holdfast":1,"owner":"p\u00e9 \/ ☕","big":123456789012345678901234567890.10,"generation":5,"o": { "a" : [ 1, 2.50 ] },"count":1}"#
        var word = try #require(read(text).word)
        #expect(
            word.others.map { String(decoding: $0.value, as: UTF8.self) } == [
                #""p\u00e9 \/ ☕""#, "123456789012345678901234567890.10", "{ \"a\" : [ 1, 2.50 ] }",
            ])
        word.declaration?.id.generation = 6
        let again = try #require(ListData(word.bytes).word)
        #expect(again == word)
        #expect(String(decoding: word.bytes, as: UTF8.self).contains(#""big":123456789012345678901234567890.10"#))
    }

    @Test("what is written is read back")
    func roundTrip() {
        var word = ListWord(
            declaration: Self.full, approval: ApprovalToken(rawValue: "a-\"\\\u{1}\u{1f}é"), statement: "3f")
        word.payloads = 1_763_690_399_001
        #expect(ListData(word.bytes) == .own(word))
        word.declaration = nil
        #expect(ListData(word.bytes) == .own(word))
        #expect(
            String(decoding: ListWord(declaration: Self.full).bytes, as: UTF8.self)
                == #"{"holdfast":1,"generation":1763690400123,"count":120,"whole":true,"more":false,"lineage":[1763690399001,7]}"#
        )
    }

    @Test("bytes that are not UTF-8 declare nothing")
    func notUTF8() {
        let good = Array(#"{"holdfast":1,"generation":5,"count":1,"x":"?"}"#.utf8)
        for bytes: [UInt8] in [[0xff], [0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80]] {
            let index = good.count - 3
            #expect(ListData(Array(good[..<index]) + bytes + good[(index + 1)...]) == .foreign)
        }
    }

    @Test("a mebibyte of anything is read to its end, or refused")
    func mebibyte() {
        let size = 1 << 20
        let whole = #"{"holdfast":1,"generation":5,"count":1,"x":"#
        let fill = [
            String(repeating: " ", count: size), String(repeating: "{", count: size),
            String(repeating: "[", count: size),
            "\"" + String(repeating: "a", count: size), "\"" + String(repeating: "\\", count: size),
            String(repeating: "9", count: size), String(repeating: "[1,", count: size / 3),
            "\"" + String(repeating: "\\u0041", count: size / 6),
        ]
        for text in fill.flatMap({ [$0, whole + $0] }) { #expect(read(text).declaration == nil) }
        #expect(read(whole + "\"" + String(repeating: "a", count: size) + "\"}").declaration?.generation == 5)
    }

    @Test("no cut and no changed byte of a declaration crashes or declares another thing than the text says")
    func mutations() {
        let original = Array(
            #"{"holdfast":1,"generation":17,"count":3,"whole":true,"lineage":[16,2],"approved":"t","x":["\u0041",1e5]}"#
                .utf8)
        for length in 0..<original.count { #expect(ListData(Array(original[..<length])).declaration == nil) }
        var random = SystemRandomNumberGenerator()
        var declared = 0
        for index in original.indices {
            for byte in UInt8.min...UInt8.max {
                var bytes = original
                bytes[index] = byte
                guard let declaration = ListData(bytes).declaration else { continue }
                declared += 1
                // A text of one declaration is read alike when it is written anew.
                #expect(ListData(ListWord(declaration: declaration).bytes).declaration == declaration)
            }
        }
        #expect(declared > original.count)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            #expect(ListData(bytes).word == nil)
        }
    }
}
