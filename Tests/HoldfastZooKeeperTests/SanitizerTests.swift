#if HOLDFAST_THREAD_SANITIZER
import Dispatch
import Testing

@testable import HoldfastZooKeeper

/// Whether the thread sanitizer would find what it is there for.
@Suite struct SanitizerTests {
    @Test func plantedRaceIsFound() async {
        await #expect(processExitsWith: .exitCode(66)) {
            let number = UnsafeMutablePointer<Int>.allocate(capacity: 1)
            number.initialize(to: 0)
            let address = UInt(bitPattern: number)
            let rounds = [Latest(0), Latest(0)]
            await withTaskGroup(of: Void.self) { group in
                for racer in 0..<2 {
                    group.addTask {
                        await BlockingQueue.run {
                            // Each goes on until the other has been at it for long. On a busy machine one could be done, its
                            // thread forgotten, before the other begins: the sanitizer then has nothing to tell.
                            while rounds[racer].value < 200 || rounds[1 - racer].value < 200 {
                                for _ in 0..<10_000 { UnsafeMutablePointer<Int>(bitPattern: address)?.pointee += 1 }
                                rounds[racer].set(rounds[racer].value + 1)
                            }
                        }
                    }
                }
            }
        }
    }

    @Test func guardedAccessIsNoRace() async {
        await #expect(processExitsWith: .success) {
            let number = Latest(0)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask { await BlockingQueue.run { for _ in 0..<10_000 { number.set(number.value + 1) } } }
                }
            }
        }
    }
}
#endif
