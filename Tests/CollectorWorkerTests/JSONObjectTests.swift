import Foundation
import Testing

@testable import CollectorWorker

@Suite struct JSONObjectTests {
    @Test func keysKeepTheirOrder() {
        var object = JSONObject()
        object.add("b", number: -1)
        object.add("a", strings: ["x", "y"])
        object.add("c", string: "z")
        #expect(object.text == #"{"b":-1,"a":["x","y"],"c":"z"}"#)
    }

    @Test func whatJSONDoesNotAllowIsEscaped() {
        #expect(JSONObject.quoted("a\"b\\c\n\r\t\u{1}\u{1f}é✓") == #""a\"b\\c\n\r\t\u0001\u001fé✓""#)
    }

    @Test func everyCharacterSurvivesTheWayThroughAnotherParser() throws {
        let text =
            String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init))) + "\u{2028}\u{1F600}\r\n"
        let parsed = try JSONDecoder().decode([String].self, from: Data("[\(JSONObject.quoted(text))]".utf8))
        #expect(parsed.map { Array($0.unicodeScalars) } == [Array(text.unicodeScalars)])
    }
}
