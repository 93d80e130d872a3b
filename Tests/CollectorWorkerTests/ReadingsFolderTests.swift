import Foundation
import HoldfastCore
import Testing

@testable import CollectorWorker

@Suite struct ReadingsFolderTests {
    @Test(arguments: [
        ("pump-7", "pump-7.jsonl"),
        ("Plant_3.pump", "Plant_3.pump.jsonl"),
        (".hidden", "%2Ehidden.jsonl"),
        ("a b/c%", "a%20b%2Fc%25.jsonl"),
        ("é", "%C3%A9.jsonl"),
    ])
    func aFileIsNamedByTheEncodedId(id: String, name: String) {
        #expect(ReadingsFolder.fileName(of: ThingID(id)) == name)
    }

    @Test func bytesThatAreNotTextHaveANameOfTheirOwn() {
        #expect(ReadingsFolder.fileName(of: ThingID(bytes: [0x00, 0x0A, 0xFF])) == "%00%0A%FF.jsonl")
    }

    @Test func longIdsHaveNamesThatAFileSystemTakesAndThatDiffer() {
        let first = ReadingsFolder.fileName(of: ThingID(String(repeating: "x", count: 5000) + "1"))
        let second = ReadingsFolder.fileName(of: ThingID(String(repeating: "x", count: 5000) + "2"))
        #expect(first.utf8.count <= 255)
        #expect(first.contains("~"))
        #expect(first != second)
    }

    @Test func readingsAreAppendedLineByLine() async throws {
        try await TemporaryFolder.with { path in
            let folder = ReadingsFolder(path: path)
            try await folder.append(SourceReading(time: WallTime(milliseconds: 1_500), value: "a\"b"), of: "pump-7")
            try await folder.append(SourceReading(time: WallTime(milliseconds: 2_500), value: "c\nd"), of: "pump-7")
            let written = try String(contentsOfFile: path + "/pump-7.jsonl", encoding: .utf8)
            #expect(written == #"{"t":1.500,"value":"a\"b"}"# + "\n" + #"{"t":2.500,"value":"c\nd"}"# + "\n")
        }
    }

    @Test func aFolderThatWentAwayIsAnErrorWithItsName() async throws {
        let folder = ReadingsFolder(path: "/nonexistent/readings")
        let error = await #expect(throws: SamplingError.self) {
            try await folder.append(SourceReading(time: WallTime(milliseconds: 0), value: ""), of: "pump-7")
        }
        #expect(error?.description == "/nonexistent/readings/pump-7.jsonl cannot be opened: No such file or directory")
    }
}
