import Glibc
import HoldfastCore
import HoldfastTesting
import Testing

@testable import Holdfast

/// The folder and its two generations, on a simulated disk.
@Suite struct StoreTests {
    private let disk = DiskModel(seed: 7)
    private let values = (0..<8).map { Sample.value($0, seed: 3) }

    private func open(_ owner: StateOwner = Sample.owner) async throws(LastKnownGoodError) -> LastKnownGoodStore {
        try await LastKnownGoodStore.open(folder: Sample.folder + "/", of: owner, in: disk)
    }

    private func slot(_ number: Int) -> String { "\(Sample.folder)/last-known-good.\(number)" }

    /// A folder that holds the values 0 to 4, in generations 1 to 5: the newest in slot 0.
    private func saveFive() async throws {
        let store = try await open()
        for (number, value) in values.prefix(5).enumerated() {
            #expect(try await store.save(value, provedAt: Int64(number)) == UInt64(number + 1))
        }
        #expect(disk.names(in: Sample.folder) == ["lock", "last-known-good.0", "last-known-good.1"])
    }

    @Test func aNewFolderIsMadeAndHoldsNothing() async throws {
        let store = try await open()
        #expect(try await store.load() == nil)
        #expect(disk.names(in: "/var/lib") == ["holdfast"])
    }

    @Test func theNewestIsLoaded() async throws {
        try await saveFive()
        let loaded = try await open().load()
        #expect(loaded == LoadedState(value: values[4], provedAt: 4, generation: 5, alarm: nil))
    }

    @Test func theNumbersGoOnAfterARestart() async throws {
        try await saveFive()
        let store = try await open()
        #expect(try await store.save(values[5], provedAt: nil) == 6)
        #expect(try await store.load()?.value == values[5])
    }

    @Test func aDamagedNewestMeansTheOlderAndAnAlarm() async throws {
        try await saveFive()
        disk.spoil(slot(0)) { $0[40] ^= 1 }
        let spoilt = disk.bytes(of: slot(0))
        let store = try await open()
        let loaded = try #require(try await store.load())
        #expect(loaded.value == values[3])
        #expect(loaded.generation == 4)
        #expect(
            loaded.alarm == """
                '\(slot(0))' is damaged: its checksum does not agree with its contents; it is kept as \
                '\(slot(0)).damaged-1'. Generation 4 is used: the newest may be lost
                """)
        #expect(disk.bytes(of: slot(0) + ".damaged-1") == spoilt)
        // What is saved next does not take the place of the only good one.
        disk.cut(before: disk.steps + 6)
        _ = try? await store.save(values[5], provedAt: 5)
        disk.losePower(seed: 1)
        let survivor = try await open().load()?.value
        #expect(survivor == values[3] || survivor == values[5])
    }

    @Test func bothDamagedIsAnErrorThatHoldsNothingBack() async throws {
        try await saveFive()
        disk.spoil(slot(0)) { $0 = [] }
        disk.spoil(slot(1)) { $0[0] = 0 }
        let store = try await open()
        let error = await #expect(throws: LastKnownGoodError.self) { try await store.load() }
        #expect(error?.code == .damaged)
        #expect(error?.message.contains("is torn: it holds 0 bytes, not 28") == true)
        #expect(error?.message.contains("it is no state file of Holdfast") == true)
        #expect(try await store.save(values[5], provedAt: 5) == 1)
        #expect(try await store.load()?.value == values[5])
        #expect(
            disk.names(in: Sample.folder).isSuperset(of: ["last-known-good.0.damaged-1", "last-known-good.1.damaged-1"])
        )
    }

    @Test func damageNeverTakesThePlaceOfEarlierDamage() async throws {
        for number in 1...3 {
            let store = try await open()
            _ = try? await store.load()
            _ = try await store.save(values[number], provedAt: nil)
            disk.spoil(slot(0)) { $0 = [UInt8(number)] }
        }
        _ = try? await open().load()
        for number in 1...3 { #expect(disk.bytes(of: slot(0) + ".damaged-\(number)") == [UInt8(number)]) }
    }

    @Test func anUnknownVersionIsKeptAsideAndNotWrittenOver() async throws {
        try await saveFive()
        disk.spoil(slot(0)) { bytes in
            bytes[8] = 9
            var checksum = ByteWriter(capacity: 4)
            checksum.append(CRC32C.checksum(bytes[..<24]))
            bytes.replaceSubrange(24..<28, with: checksum.bytes)
        }
        let loaded = try await open().load()
        #expect(loaded?.value == values[3])
        #expect(loaded?.alarm?.contains("it has version 9 of the format") == true)
    }

    @Test func whatCannotBePutAsideIsNotWrittenOver() async throws {
        try await saveFive()
        disk.spoil(slot(0)) { $0 = [1, 2, 3] }
        disk.setFault { $0.call == "renamed" ? EROFS : nil }
        let store = try await open()
        #expect(try await store.load()?.value == values[3])
        await #expect(throws: LastKnownGoodError.self) { try await store.save(values[5], provedAt: 5) }
        #expect(disk.bytes(of: slot(0)) == [1, 2, 3])
        disk.setFault { _ in nil }
        #expect(try await store.save(values[5], provedAt: 5) == 5)
        #expect(disk.bytes(of: slot(0) + ".damaged-1") == [1, 2, 3])
    }

    @Test func damageThatOnlyASaveFindsIsTold() async throws {
        try await saveFive()
        disk.spoil(slot(0)) { $0 = [1, 2, 3] }
        let store = try await open()
        let error = await #expect(throws: LastKnownGoodError.self) { try await store.save(values[5], provedAt: 5) }
        #expect(error?.code == .damaged)
        #expect(try await store.save(values[5], provedAt: 5) == 5)
    }

    @Test func somebodyElsesFolderIsNotTouched() async throws {
        try await saveFive()
        let before = [disk.bytes(of: slot(0)), disk.bytes(of: slot(1))]
        for other in [
            StateOwner(list: Array("/other".utf8), workerID: "worker-1"),
            StateOwner(list: Sample.owner.list, workerID: "worker-2"),
        ] {
            let store = try await open(other)
            for _ in 1...2 {
                let error = await #expect(throws: LastKnownGoodError.self) { try await store.load() }
                #expect(error?.code == .otherOwner)
                #expect(error?.message.contains(Sample.folder) == true)
            }
            await #expect(throws: LastKnownGoodError.self) { try await store.save(values[5], provedAt: 5) }
        }
        #expect([disk.bytes(of: slot(0)), disk.bytes(of: slot(1))] == before)
    }

    @Test func aFileThatCannotBeReadForAReasonOfOursIsLeftAlone() async throws {
        try await saveFive()
        for code in [EMFILE, EACCES] {
            disk.setFault { $0.call == "read" ? code : nil }
            let store = try await open()
            let error = await #expect(throws: LastKnownGoodError.self) { try await store.load() }
            #expect(error?.code == .unreadable)
            await #expect(throws: LastKnownGoodError.self) { try await store.save(values[5], provedAt: 5) }
        }
        disk.setFault { _ in nil }
        #expect(try await open().load()?.value == values[4])
    }

    @Test func aSecondStoreIsKeptOut() async throws {
        let store = try await open()
        let error = await #expect(throws: LastKnownGoodError.self) { try await open() }
        #expect(error?.code == .inUse)
        #expect(error?.message == "the state folder '/var/lib/holdfast' is in use: another worker runs with it")
        _ = try await store.load()
    }

    @Test(arguments: [ENOSPC, EDQUOT, EROFS, EIO])
    func aDiskThatTakesNothingIsReportedAndSurvived(code: Int32) async throws {
        let changing: Set = ["made a folder", "made durable", "locked", "written", "created", "renamed", "removed"]
        try await saveFive()
        disk.setFault { changing.contains($0.call) ? code : nil }
        let store = try await open()
        #expect(try await store.load()?.value == values[4])
        let error = await #expect(throws: LastKnownGoodError.self) { try await store.save(values[5], provedAt: 5) }
        #expect(error?.code == .unwritable)
        #expect(error?.message.contains(String(cString: strerror(code))) == true)
        disk.setFault { _ in nil }
        #expect(try await store.save(values[5], provedAt: 5) == 6)
        await #expect(throws: LastKnownGoodError.self) { try await open() }
    }

    @Test func whatAnotherWroteBeforeTheFolderCouldBeLockedIsNotWrittenOver() async throws {
        try await saveFive()
        disk.setFault { $0.call == "locked" ? EROFS : nil }
        let early = try await open()
        #expect(try await early.load()?.generation == 5)
        disk.setFault { _ in nil }
        do {
            let other = try await open()
            for number in 5...6 { _ = try await other.save(values[number], provedAt: nil) }
            let error = await #expect(throws: LastKnownGoodError.self) {
                try await early.save(values[7], provedAt: nil)
            }
            #expect(error?.code == .inUse)
            _ = try await other.load()
        }
        #expect(try await early.save(values[7], provedAt: nil) == 8)
        #expect(try await early.load()?.value == values[7])
    }

    @Test func aHalfWrittenFileDoesNotStayOnAFullDisk() async throws {
        let store = try await open()
        disk.setFault { $0.call == "written" ? ENOSPC : nil }
        await #expect(throws: LastKnownGoodError.self) { try await store.save(values[5], provedAt: 5) }
        #expect(disk.names(in: Sample.folder) == ["lock"])
    }

    @Test func aFolderThatCannotBeOursIsRefused() async throws {
        disk.setFault { $0.call == "made a folder" ? EACCES : nil }
        let error = await #expect(throws: LastKnownGoodError.self) { try await open() }
        #expect(error?.code == .unwritable)
        #expect(error?.message.contains("'/var/lib/holdfast'") == true)
    }

    @Test func aFolderThatWasTakenAwayIsMadeAnew() async throws {
        let store = try await open()
        _ = try await store.save(values[0], provedAt: nil)
        try disk.rename("/var", to: "/gone")
        let error = await #expect(throws: LastKnownGoodError.self) { try await store.save(values[1], provedAt: nil) }
        #expect(error?.code == .unwritable)
        _ = try await store.save(values[1], provedAt: nil)
        #expect(try await store.load()?.value == values[1])
        await #expect(throws: LastKnownGoodError.self) { try await open() }
    }
}
