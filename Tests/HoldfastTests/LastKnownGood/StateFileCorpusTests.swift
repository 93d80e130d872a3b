import HoldfastCore
import TestSupport
import Testing

@testable import Holdfast

/// What the fuzzer begins with goes through the decoder in every run of the tests: nothing crashes it, and a bad file is a fault.
@Suite struct StateFileCorpusTests {
    /// As the fuzzer's target reads it: behind an odd byte stands a body, whose header is made to agree, in the version that the next two
    /// bits name.
    private func decoded(_ bytes: [UInt8]) throws(StateFileFault) -> StateFile {
        let first = bytes.first ?? 0
        guard first & 1 == 1 else { return try StateFile(bytes: bytes) }
        let older = UInt32(first >> 1 & 3)
        return try StateFile(
            bytes: StateFile.framed(
                body: Array(bytes.dropFirst()), version: older == 0 ? StateFile.version : older))
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
        #expect(
            good.isSuperset(of: [
                "full", "body-full", "body-full-4", "small", "body-small", "body-small-4", "body-sharded",
            ]))
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
