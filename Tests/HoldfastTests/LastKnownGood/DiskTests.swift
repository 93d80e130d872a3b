import Dispatch
import Glibc
import HoldfastCore
import HoldfastZooKeeper
import Testing

@testable import Holdfast

/// The store on the machine's own disk.
@Suite(.timeLimit(.minutes(2))) struct DiskTests {
    private let disk = DiskFileSystem()

    private func open(_ folder: String) async throws(LastKnownGoodError) -> LastKnownGoodStore {
        try await LastKnownGoodStore.open(folder: folder, of: Sample.owner, in: disk)
    }

    @Test func valuesAreKeptAndLoaded() async throws {
        try await TemporaryFolder.with { parent in
            let folder = parent + "/a/b/"
            for number in 1...20 {
                let store = try await open(folder)
                let loaded = try await store.load()
                #expect(loaded?.value == (number == 1 ? nil : Sample.value(number - 1, seed: 2)))
                #expect(try await store.save(Sample.value(number, seed: 2), provedAt: 7) == UInt64(number))
            }
        }
    }

    @Test func oneStoreAtATime() async throws {
        try await TemporaryFolder.with { folder in
            let store = try await open(folder)
            let error = await #expect(throws: LastKnownGoodError.self) { try await open(folder) }
            #expect(error?.code == .inUse)
            #expect(try await store.load() == nil)
        }
    }

    @Test(.enabled(if: access("/dev/full", W_OK) == 0))
    func aFullDiskIsReportedAndTheNextSaveGoesOn() async throws {
        try await TemporaryFolder.with { folder in
            let store = try await open(folder)
            #expect(try await store.save(Sample.value(1, seed: 2), provedAt: nil) == 1)
            #expect(symlink("/dev/full", folder + "/last-known-good.new") == 0)
            let error = await #expect(throws: LastKnownGoodError.self) {
                try await store.save(Sample.value(2, seed: 2), provedAt: nil)
            }
            #expect(error?.code == .unwritable)
            #expect(error?.message.hasSuffix("No space left on device") == true)
            #expect(try await store.load()?.value == Sample.value(1, seed: 2))
            #expect(try await store.save(Sample.value(2, seed: 2), provedAt: nil) == 2)
        }
    }

    /// The superuser may write anywhere.
    @Test(.enabled(if: geteuid() != 0))
    func aFolderThatCannotBeWrittenToIsReportedAndRead() async throws {
        try await TemporaryFolder.with { folder in
            _ = try await open(folder).save(Sample.value(1, seed: 2), provedAt: nil)
            #expect(chmod(folder, 0o500) == 0)
            defer { _ = chmod(folder, 0o700) }
            let store = try await open(folder)
            #expect(try await store.load()?.value == Sample.value(1, seed: 2))
            let error = await #expect(throws: LastKnownGoodError.self) {
                try await store.save(Sample.value(2, seed: 2), provedAt: nil)
            }
            #expect(error?.code == .unwritable)
            #expect(error?.message.hasSuffix("Permission denied") == true)
            #expect(chmod(folder, 0o700) == 0)
            #expect(try await store.save(Sample.value(2, seed: 2), provedAt: nil) == 2)
        }
    }

    @Test func aFolderThatIsAFileIsRefused() async throws {
        let error = await #expect(throws: LastKnownGoodError.self) { try await open("/dev/null") }
        #expect(error?.code == .unwritable)
        #expect(error?.message.contains("'/dev/null'") == true)
    }

    @Test func whatIsNoFileIsPutAside() async throws {
        try await TemporaryFolder.with { folder in
            #expect(mkdir(folder + "/last-known-good.0", 0o700) == 0)
            #expect(mkfifo(folder + "/last-known-good.1", 0o600) == 0)
            let store = try await open(folder)
            let error = await #expect(throws: LastKnownGoodError.self) { try await store.load() }
            #expect(error?.code == .damaged)
            #expect(try await store.save(Sample.value(1, seed: 2), provedAt: nil) == 1)
            #expect(try disk.exists(folder + "/last-known-good.0.damaged-1"))
            #expect(try disk.exists(folder + "/last-known-good.1.damaged-1"))
        }
    }

    @Test func aFileThatIsTooLongIsNotReadIntoMemory() async throws {
        try await TemporaryFolder.with { folder in
            let path = folder + "/long"
            let file = try disk.create(path)
            _ = try file.write([UInt8](repeating: 1, count: 5000)[...])
            #expect(try disk.read(path, atMost: 5000).count == 5000)
            let error = #expect(throws: FileError.self) { try disk.read(path, atMost: 4999) }
            #expect(error?.code == EFBIG)
        }
    }

    @Test func nobodyWaitsForADiskBeyondTheLimit() async {
        let release = DispatchSemaphore(value: 0)
        let answer: Void? = await disk.perform(within: .milliseconds(20), patience: .seconds(60)) { release.wait() }
        #expect(answer == nil)
        release.signal()
    }

    @Test func patienceEndsWhenTheTaskIsCancelled() async throws {
        let (answers, answering) = AsyncStream.makeStream(of: Int?.self)
        let release = DispatchSemaphore(value: 0)
        let isOver = Latest(false)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
            group.addTask {
                answering.yield(
                    await disk.perform(within: .seconds(60), patience: .milliseconds(20)) {
                        beginning.yield()
                        release.wait()
                        isOver.set(true)
                        return 1
                    })
            }
            for await _ in begun { break }
            group.cancelAll()
            var iterator = answers.makeAsyncIterator()
            #expect(await iterator.next() == .some(nil))
            release.signal()
            try await group.waitForAll()
        }
        // The work went on by itself, and what comes after it waits for it.
        #expect(await disk.perform(within: .seconds(60), patience: .zero) { isOver.value } == true)
    }

    @Test func aHundredThousandThingsAreKept() async throws {
        try await TemporaryFolder.with { folder in
            let value = Sample.list(of: 100_000)
            let store = try await open(folder)
            let clock = ContinuousClock()
            var begun = clock.now
            _ = try await store.save(value, provedAt: 1)
            let saved = begun.duration(to: clock.now)
            begun = clock.now
            let loaded = try await store.load()
            let took = begun.duration(to: clock.now)
            #expect(loaded?.value == value)
            let size = try disk.read(folder + "/last-known-good.0", atMost: .max).count
            print("100,000 Things: \(size) bytes, saved in \(saved), loaded in \(took)")
        }
    }
}
