import Testing

@testable import HoldfastZooKeeper

@Suite struct LibraryLineTests {
    @Test func lineIsParted() {
        let line = LibraryLine(
            "2026-11-21 03:40:13,123:17(0x7f12):ZOO_WARN@interest@2540: Exceeded deadline by 11ms: late")
        #expect(line.isTrouble)
        #expect(line.text == "Exceeded deadline by 11ms: late")
        #expect(LibraryLine("x:ZOO_INFO@f@1: initiated connection").isTrouble == false)
        #expect(LibraryLine("odd").text == "odd")
    }
}
