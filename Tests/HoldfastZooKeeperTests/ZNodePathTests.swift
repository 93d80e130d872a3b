import Testing

@testable import HoldfastZooKeeper

@Suite struct ZNodePathTests {
    @Test(arguments: ["/", "/a", "/a/b", "/a.b/...", "/..a", "/zookeeper", "/ümlaut/😀", "/a b"])
    func pathIsTaken(_ text: String) throws {
        #expect(try ZNodePath(text).description == text)
    }

    @Test(arguments: [
        "", "a", "/a/", "//", "/a//b", "/.", "/..", "/a/./b", "/a/..", "/a\u{0}b", "/a\u{1}", "/a\u{1f}", "/\u{7f}",
    ])
    func faultIsNamed(_ text: String) {
        let error = #expect(throws: ZooKeeperError.self) { try ZNodePath(text) }
        #expect(error?.code == .badArguments)
        #expect(error?.message.contains("is not a path of a znode: ") == true)
    }

    @Test func partsAreFound() throws {
        let path: ZNodePath = "/a/b"
        #expect(path.parent == "/a")
        #expect(path.name == "b")
        #expect(ZNodePath("/a").parent == .root)
        #expect(ZNodePath.root.parent == nil)
        #expect(ZNodePath.root.name == nil)
        #expect(try ZNodePath.root.appending("x") == "/x")
        #expect(try path.appending("c") == "/a/b/c")
        let odd = ZNodeName(bytes: [0xff, 0xfe])
        #expect(try path.appending(odd).name == odd)
        for bad: ZNodeName in ["", "a/b", ".", ".."] {
            #expect(throws: ZooKeeperError.self) { try path.appending(bad) }
        }
    }
}
