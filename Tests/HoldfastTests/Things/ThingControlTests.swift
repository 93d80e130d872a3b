import HoldfastCore
import HoldfastZooKeeper
import Testing

@testable import Holdfast

/// One life of a Thing, and how it is ended from outside.
struct ThingControlTests {
    private let control = ThingControl(Assignment(id: "a", payload: [], fence: Fence(rawValue: 1)), launch: 1)

    /// Lives one life in the current task.
    ///
    /// - Returns: whether there was one to be lived.
    private func live(_ body: @Sendable () async -> Void = {}) async -> Bool {
        await withUnsafeCurrentTask { task in
            guard control.begin(in: task) else { return false }
            await body()
            control.isOver()
            return true
        }
    }

    @Test("a life that is to end before it begins is not lived")
    func endedBefore() async {
        control.end(life: control.life)
        #expect(await !live())
        control.prepareLife()
        #expect(await live())
    }

    @Test("a life that is lived is cancelled, and the task that it is lived in with it", .timeLimit(.minutes(1)))
    func endedMeanwhile() async {
        let (begun, ended, cancelled) = (OneShot<Void>(), OneShot<Void>(), OneShot<Bool>())
        await withDiscardingTaskGroup { group in
            group.addTask {
                _ = await live {
                    begun.set(())
                    // Waits for ever, but for a cancellation.
                    _ = await ended.value()
                    cancelled.set(Task.isCancelled)
                }
            }
            _ = await begun.value()
            control.end(life: control.life)
        }
        #expect(await cancelled.value() == true)
    }

    @Test("a life that is over is left alone, and so is the task that it was lived in")
    func endedAfter() async {
        #expect(await live())
        control.end(life: control.life)
        #expect(!Task.isCancelled)
    }

    @Test("the end of one life is no end of the next, however late it comes")
    func endedLate() async {
        let first = control.life
        control.prepareLife()
        control.end(life: first)
        #expect(await live())
    }

    @Test("a life does not begin in a task that is cancelled")
    func cancelledBefore() async {
        let lived = await withTaskGroup(of: Bool.self) { group in
            group.cancelAll()
            group.addTask { await live() }
            return await group.next()
        }
        #expect(lived == false)
    }

    @Test("a life that is ended from many sides at its end is cancelled or not, and no more", .timeLimit(.minutes(1)))
    func endedAtTheEnd() async {
        for _ in 0..<2000 {
            control.prepareLife()
            await withDiscardingTaskGroup { group in
                group.addTask { _ = await live { await Task.yield() } }
                for _ in 0..<2 { group.addTask { control.end(life: control.life) } }
            }
        }
        control.prepareLife()
        let lived = await live { #expect(!Task.isCancelled) }
        #expect(lived)
    }
}
