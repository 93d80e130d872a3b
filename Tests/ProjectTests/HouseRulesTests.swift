import Testing

/// The rules of the house that a compiler does not know.
@Suite struct HouseRulesTests {
    @Test("no file is longer than 400 lines")
    func filesAreShort() throws {
        let files = try SourceTree.swift()
        #expect(files.count > 100)
        #expect(files.filter { $0.lines.count > 401 }.map(\.path) == [])
    }

    @Test("the C library is imported in one folder only, and never with its blocking calls")
    func cLibraryIsFenced() throws {
        let files = try SourceTree.files(below: "Sources", endingWith: ".swift")
        let importing = files.filter { $0.text.contains("import CZooKeeper") }.map(\.path)
        #expect(!importing.isEmpty)
        #expect(importing.filter { !$0.hasPrefix("Sources/HoldfastZooKeeper/C/") } == [])
        #expect(try !SourceTree.file("Sources/CZooKeeper/shim.h").text.contains("#define THREADED"))
    }

    @Test("the core imports nothing")
    func coreIsPure() throws {
        let core = try SourceTree.files(below: "Sources/HoldfastCore", endingWith: ".swift")
        #expect(!core.isEmpty)
        #expect(
            core.filter { file in file.lines.contains { $0.contains("import ") && !$0.hasPrefix("///") } }.map(\.path)
                == [])
    }

    @Test("a proof is made in one place")
    func oneProof() throws {
        let makers = try SourceTree.products().filter { $0.text.contains(" Proof(") || $0.text.contains("(Proof(") }
        #expect(makers.map(\.path) == ["Sources/HoldfastCore/AssignmentCore+Removal.swift"])
    }

    @Test(
        "what escapes the compiler's care is not used",
        arguments: ["try" + "!", "nonisolated" + "(unsafe)", "Task" + ".detached"])
    func forbidden(_ words: String) throws {
        #expect(try SourceTree.products().filter { $0.text.contains(words) }.map(\.path) == [])
    }

    @Test("an unchecked promise to the compiler comes with the sentence that proves it")
    func uncheckedIsProved() throws {
        for file in try SourceTree.products() {
            for (index, line) in file.lines.enumerated() where line.contains("@unchecked Sendable") {
                let before = file.lines[max(0, index - 8)..<index]
                #expect(before.contains { $0.contains("Proof of `@unchecked`") }, "\(file.path):\(index + 1)")
            }
        }
    }
}
