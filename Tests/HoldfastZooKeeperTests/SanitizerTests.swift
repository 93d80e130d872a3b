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
            let begun = [Latest(false), Latest(false)]
            await withTaskGroup(of: Void.self) { group in
                for racer in 0..<2 {
                    group.addTask {
                        await BlockingQueue.run {
                            // Both are under way, and long enough to be seen at it: what is done one after the other passes for no race.
                            begun[racer].set(true)
                            while !begun[1 - racer].value {}
                            for _ in 0..<3_000_000 { UnsafeMutablePointer<Int>(bitPattern: address)?.pointee += 1 }
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
