import HoldfastCore
import TestSupport
import Testing

@testable import Holdfast

/// What the fuzzer begins with goes through the decoder in every run of the tests: nothing crashes it, and a bad file is a fault.
@Suite struct StateFileCorpusTests {
    /// As the fuzzer's target reads it: behind an odd byte stands a body, whose header is made to agree.
    private func decoded(_ bytes: [UInt8]) throws(StateFileFault) -> StateFile {
        let isBody = bytes.first.map { $0 & 1 == 1 } ?? false
        return try StateFile(bytes: isBody ? StateFile.framed(body: Array(bytes.dropFirst())) : bytes)
    }

    @Test func everyFileIsReadOrRefused() throws {
        var (good, bad) = (Set<String>(), Set<String>())
        for (name, bytes) in try Corpus.files("state-file") {
            do throws(StateFileFault) {
                let file = try decoded(bytes)
                #expect(try StateFile(bytes: file.encoded() ?? []) == file, "\(name)")
                good.insert(name)
            } catch {
                #expect(!error.description.isEmpty, "\(name)")
                bad.insert(name)
            }
        }
        #expect(good.isSuperset(of: ["full", "body-full", "small", "body-small", "body-sharded"]))
        #expect(
            bad.isSuperset(of: [
                "torn", "header-only", "spoilt", "other-version", "length-bomb", "body-count-bomb", "foreign", "empty",
                "body-shards-bomb",
            ]))
    }

    @Test func aFullFileOfThisVersionIsReadForEver() throws {
        let bytes = try #require(try Corpus.files("state-file")["full"])
        let owner = StateOwner(list: Array("/l".utf8), workerID: "w")
        let file = try StateFile(bytes: bytes, of: owner)
        #expect(file.generation == 3)
        #expect(file.provedAt == 1_763_690_400_123)
        #expect(file.value.things.count == 2)
        #expect(file.value.things["a"]?.isEphemeral == true)
        #expect(file.value.floor?.names.count == 2)
        #expect(file.value.trouble?.causes == [.rewound, .recreated])
        #expect(file.value.accepted?.revision == 11)
        #expect(file.value.awaitingWord == ["c": 12])
        #expect(file.value.approvals == 1)
    }
}
