import HoldfastCore
import Testing

@testable import Holdfast
@testable import HoldfastZooKeeper

/// Bytes and what they say.
@Suite struct StateFileTests {
    private func file(_ number: Int, seed: UInt64 = 1) -> StateFile {
        StateFile(
            owner: Sample.owner, generation: UInt64(number),
            provedAt: number.isMultiple(of: 2) ? 1_763_690_400_123 : nil,
            value: Sample.value(number, seed: seed))
    }

    private func fault(_ bytes: [UInt8], of owner: StateOwner = Sample.owner) -> StateFileFault? {
        do throws(StateFileFault) {
            _ = try StateFile(bytes: bytes, of: owner)
            return nil
        } catch {
            return error
        }
    }

    @Test func theChecksumIsTheOneThatAllTheWorldCallsCRC32C() {
        #expect(CRC32C.checksum(Array("123456789".utf8)[...]) == 0xe306_9283)
        #expect(CRC32C.checksum([][...]) == 0)
    }

    @Test func whatIsWrittenIsRead() throws {
        for number in 0..<500 {
            let file = file(number)
            #expect(try StateFile(bytes: try #require(file.encoded()), of: Sample.owner) == file)
        }
    }

    /// What each version wrote, for ever.
    @Test func theFormatStands() throws {
        let value = LastKnownGood(
            things: [
                "a": .init(assignment: Assignment(id: "a", payload: [7], fence: Fence(rawValue: 5)), isEphemeral: true)
            ],
            accepted: AcceptedDeclaration(id: 9, revision: 8), approvals: 2)
        let owner = StateOwner(list: Array("/l".utf8), workerID: "w")
        let bytes = try #require(StateFile(owner: owner, generation: 3, provedAt: 4, value: value).encoded())
        let start: [UInt8] =
            [2, 0, 0, 0, 0x2f, 0x6c, 1, 0, 0, 0, 0x77]  // the owner
            + [3, 0, 0, 0, 0, 0, 0, 0]  // the number of the file
            + [1, 4, 0, 0, 0, 0, 0, 0, 0]  // when it was proved
            + [1, 0, 0, 0, 1, 0, 0, 0, 0x61, 1, 0, 0, 0, 7, 5, 0, 0, 0, 0, 0, 0, 0, 1]  // the Things
            + [0, 0, 0]  // no floor, no stat, no trouble
            + [1, 9, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0]  // the accepted declaration
            + [0]  // no newer generation
        let end: [UInt8] =
            [0, 0, 0, 0]  // nothing awaits a word
            + [2, 0, 0, 0, 0, 0, 0, 0]  // the approvals
        let plain: [UInt8] = [0] + [0, 0, 0, 0]  // no layout, no shards
        let plainAgain: [UInt8] =
            [1, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0]  // generation, 0 shards, birth
            + [1, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]  // what the one place was
            + [0, 0, 0, 0]  // no shards
        let read: [UInt8] = [1, 7, 0, 0, 0, 0, 0, 0, 0]  // the newest generation that was read
        for (version, rest) in [(UInt32(1), []), (2, plain), (2, plainAgain)] {
            #expect(
                try StateFile(bytes: StateFile.framed(body: start + [0] + end + rest, version: version)).value == value)
            let file = try StateFile(bytes: StateFile.framed(body: start + read + end + rest, version: version))
            #expect(file.value.heads == [7])
        }
        let body = start + [0, 0, 0, 0] + end  // no generation read since
        for rest in [plain, plainAgain] {
            #expect(try StateFile(bytes: StateFile.framed(body: body + rest, version: 3)).value == value)
        }
        let newest: [UInt8] =
            Array(start[..<(start.count - 18)])
            + [1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0]  // the accepted declaration, without a mark
            + [0, 0, 0, 0, 0]  // no lineage, no name
            + [0, 0, 0, 0, 0]  // no newer statement, and none read since
            + [0, 0, 0, 0, 0, 0, 0, 0, 0]  // no high water, and nothing went
            + end
        #expect(Array(bytes[28...]) == newest)
        #expect(Array(bytes[..<20]) == Array("HOLDFAST".utf8) + [4, 0, 0, 0, UInt8(newest.count), 0, 0, 0, 0, 0, 0, 0])
        #expect(StateFile.framed(body: newest) == bytes)
    }

    @Test func everyCutIsTorn() throws {
        let bytes = try #require(file(4).encoded())
        for count in 0..<bytes.count {
            let wanted = count < StateFile.headerLength ? StateFile.headerLength : bytes.count
            #expect(fault(Array(bytes[..<count])) == .torn(count, of: wanted))
        }
        #expect(fault(bytes + [0]) == .torn(bytes.count + 1, of: bytes.count))
    }

    @Test func everyWrongBitIsFound() throws {
        let bytes = try #require(file(6).encoded())
        for index in bytes.indices {
            for bit in 0..<8 {
                var spoilt = bytes
                spoilt[index] ^= 1 << bit
                #expect(fault(spoilt) == (index < StateFile.magic.count ? .foreign : .checksum))
            }
        }
    }

    @Test func somebodyElsesFileIsNotBelieved() throws {
        let bytes = try #require(file(2).encoded())
        var other = Sample.owner
        other.list = Array("/collectors/plant-8".utf8)
        #expect(fault(bytes, of: other) == .otherList(Sample.owner))
        other = Sample.owner
        other.workerID = "worker-2"
        #expect(fault(bytes, of: other) == .otherWorker(Sample.owner))
        #expect(
            StateFileFault.otherList(Sample.owner).description
                == "it belongs to another list: to worker 'worker-1' on '/collectors/plant-7'")
        #expect(fault(Array("{\"things\":[]}, and more than a header".utf8)) == .foreign)
    }

    @Test func anotherVersionIsNamed() throws {
        var writer = ByteWriter(capacity: 28)
        for byte in StateFile.magic { writer.append(byte) }
        writer.append(UInt32(7))
        writer.append(UInt64(0))
        writer.append(UInt32(0))
        writer.append(CRC32C.checksum(writer.bytes[...]))
        #expect(fault(writer.bytes) == .otherVersion(7))
        #expect(
            StateFileFault.otherVersion(7).description
                == "it has version 7 of the format, and this program reads version 4")
    }

    /// A checksum that agrees proves nothing of the sense: whoever can write the file can make one.
    @Test func aBodyWithoutSenseIsRefusedInWords() throws {
        let owner: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0], start = owner + [UInt8](repeating: 0, count: 9)
        let thing: [UInt8] = [1, 0, 0, 0, 0x61, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 9)
        // No Things, and nothing of all else down to what awaits a word.
        let end = [UInt8](repeating: 0, count: 4 + 5 + 4 + 4 + 1 + 4 + 4)
        let cases: [([UInt8], String)] = [
            ([], "something in it is longer than the file"),
            ([255, 255, 255, 255], "something in it is longer than the file"),
            ([0, 0, 0, 0, 1, 0, 0, 0, 0xff], "a text in it is not UTF-8"),
            (owner + [0, 0, 0, 0, 0, 0, 0, 0, 2], "2 stands where only 0 and 1 can"),
            (start + [255, 255, 255, 255], "it announces more than it holds"),
            (start + [2, 0, 0, 0] + thing + thing, "'a' is in it twice"),
            (start + [1, 0, 0, 0] + thing.dropLast() + [4], "a Thing has a flag that means nothing"),
            (start + [0, 0, 0, 0, 0, 0, 1, 0, 0], "trouble without a cause, or with one twice"),
            (start + [0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0x7a], "trouble of an unknown cause: 'z'"),
            (
                start + end + [UInt8](repeating: 255, count: 8),
                "it counts fewer than no approvals"
            ),
            (start + end + [UInt8](repeating: 0, count: 8 + 1), "1 bytes follow its end"),
        ]
        for (body, words) in cases { #expect(fault(StateFile.framed(body: body)) == .malformed(words)) }
    }
}
