import Foundation
import Testing

/// What the documents name exists.
@Suite struct DocumentTests {
    @Test("every test that the failure model names exists")
    func failureModelNamesTests() throws {
        let named = try codeWords(of: "docs/failure-model.md").filter { word in
            word.first?.isLowercase == true && word.allSatisfy { $0.isLetter }
        }
        let tests = try SourceTree.files(below: "Tests", endingWith: ".swift").map(\.text).joined()
        let missing = named.filter { !tests.contains("func \($0)(") }
        // What else stands in code style there: fields of ZooKeeper's stat, settings, and reasons of one word.
        let others: Set<Substring> = [
            "czxid", "ctime", "pzxid", "cversion", "mzxid", "sync", "quiet", "settle", "brakeRelease", "connecting",
            "disconnected", "closed", "unread", "torn", "stale", "settling", "brake", "checkPayload", "more", "tenure",
            "maxAge",
        ]
        #expect(Set(missing).subtracting(others) == [])
        #expect(named.count > 30)
    }

    @Test("every case on real servers that the failure model names exists")
    func failureModelNamesCases() throws {
        let rows = try SourceTree.file("docs/failure-model.md").lines.filter { $0.hasPrefix("|") }
        let named = rows.flatMap { $0.split(separator: "*", omittingEmptySubsequences: false).enumerated() }
            .filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
        let tests = try SourceTree.files(below: "Tests/IncidentTests", endingWith: ".swift").map(\.text).joined()
        #expect(named.filter { !tests.contains("\"\($0)\"") } == [])
        #expect(Set(named).count > 20)
    }

    @Test("every row by which the core judges stands in the table")
    func rowsAreInTheTable() throws {
        let page = try SourceTree.file("docs/failure-model.md").lines
        let rows = try names(of: "Sources/HoldfastCore/Row.swift")
        #expect(rows.count > 20)
        #expect(rows.filter { row in !page.contains { $0.hasPrefix("| \(row) |") } } == [])
    }

    @Test("every reason for a hold is explained")
    func reasonsAreExplained() throws {
        let page = try SourceTree.file("docs/failure-model.md").text
        let reasons = try names(of: "Sources/HoldfastCore/Posture/HoldReason.swift")
        #expect(reasons.count >= 15)
        #expect(reasons.filter { !page.contains("`\($0)`") } == [])
    }

    /// The raw values of the enumeration in a file.
    private func names(of path: String) throws -> [String] {
        try SourceTree.file(path).lines.compactMap { line -> String? in
            let words = line.split(separator: " ")
            // A declaration, not the branch of a switch.
            guard words.first == "case", words.dropFirst().first?.hasPrefix(".") == false else { return nil }
            return line.split(separator: "\"").dropFirst().first.map(String.init)
                ?? words.dropFirst().first.map(String.init)
        }
    }

    @Test("every rule about the C library names a file and tests that exist")
    func rulesOfTheLibraryAreTested() throws {
        let tests = try SourceTree.files(below: "Tests", endingWith: ".swift").map(\.text).joined()
        let rows = try SourceTree.file("docs/c-client.md").lines.compactMap { line -> [Substring]? in
            let cells = line.split(separator: "|").map { $0.drop { $0 == " " } }
            return cells.count == 5 && cells[0].first?.isNumber == true ? cells : nil
        }
        #expect(rows.compactMap { Int($0[0].filter(\.isNumber)) } == Array(1...40))
        for row in rows {
            let files = codeWords(in: row[3])
            #expect(files.count == 1 && SourceTree.exists(String(files.first ?? "")), "rule \(row[0]): \(row[3])")
            let named = codeWords(in: row[4])
            #expect(!named.isEmpty, "rule \(row[0]) names no test")
            #expect(named.filter { !tests.contains("func \($0)(") } == [], "rule \(row[0])")
        }
    }

    @Test(
        "every file that a document links to exists",
        arguments: [
            "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/failure-model.md",
            "docs/architecture.md", "docs/c-client.md", "docs/chaos.md", "docs/collector-worker.md",
            "docs/declared-lists.md",
            "docs/glossary.md", "docs/operations.md",
            "docs/testing-your-collector.md",
        ])
    func linksResolve(_ document: String) throws {
        let folder = document.hasPrefix("docs/") ? "docs/" : ""
        let parts = try SourceTree.file(document).text.components(separatedBy: "](").dropFirst()
        let links = parts.compactMap { $0.split(separator: ")").first }
            .map { $0.split(separator: "#", omittingEmptySubsequences: false)[0] }
        for link in links where !link.isEmpty && !link.hasPrefix("http") {
            #expect(SourceTree.exists(folder + link), "\(document) links to \(link)")
        }
    }

    private func codeWords(of document: String) throws -> [Substring] {
        codeWords(in: try SourceTree.file(document).text[...])
    }

    private func codeWords(in text: Substring) -> [Substring] {
        let pieces = text.split(separator: "`", omittingEmptySubsequences: false)
        return pieces.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
    }
}
