import Foundation
import Testing

@testable import CollectorWorker

@Suite struct FileSourceTests {
    @Test func theContentsAreReadWithoutTheirEnd() async throws {
        try await TemporaryFolder.with { folder in
            try Data("0.12 0.34\n".utf8).write(to: URL(fileURLWithPath: folder + "/source"))
            #expect(try await FileSource(path: folder + "/source").contents() == "0.12 0.34")
        }
    }

    #if os(Linux)
    @Test func aFileOfTheKernelIsReadAlthoughItsSizeIsNought() async throws {
        #expect(try await FileSource(path: "/proc/meminfo").contents().hasPrefix("MemTotal:"))
    }
    #endif

    @Test func aMissingFileIsAnErrorWithItsName() async {
        let error = await #expect(throws: SamplingError.self) { try await FileSource(path: "/nonexistent").contents() }
        #expect(error?.description == "/nonexistent cannot be opened: No such file or directory")
    }

    @Test(arguments: ["/dev/zero", "/tmp"])
    func onlyRegularFilesAreRead(path: String) async {
        let error = await #expect(throws: SamplingError.self) { try await FileSource(path: path).contents() }
        #expect(error?.description == "\(path) is not a regular file")
    }

    @Test func aFileAtTheLimitIsReadAndALongerOneIsNot() async throws {
        try await TemporaryFolder.with { folder in
            let source = FileSource(path: folder + "/source")
            try Data(repeating: 0x61, count: FileSource.limit).write(to: URL(fileURLWithPath: source.path))
            #expect(try await source.contents().utf8.count == FileSource.limit)
            try Data(repeating: 0x61, count: FileSource.limit + 1).write(to: URL(fileURLWithPath: source.path))
            let error = await #expect(throws: SamplingError.self) { try await source.contents() }
            #expect(error?.description == "\(source.path) is longer than 65536 bytes")
        }
    }
}
