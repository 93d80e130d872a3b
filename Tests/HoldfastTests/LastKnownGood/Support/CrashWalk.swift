import Glibc
import HoldfastCore
import HoldfastTesting

@testable import Holdfast
@testable import HoldfastZooKeeper

/// Lives of a store on one simulated disk, each ended by a cut, and what the next life found amiss.
struct CrashWalk {
    /// How a life ends.
    enum End {
        case powerLoss
        case kill
    }

    let seed: UInt64
    let disk: DiskModel
    let isFailing: Bool
    private(set) var violations: [String] = []
    private(set) var cuts = 0

    /// The number of the newest value whose save was reported done, and of the newest that was tried.
    private var done: Int?
    private var tried: Int?

    init(seed: UInt64, lies: DiskModel.Lies = .init(), isFailing: Bool = false) {
        self.isFailing = isFailing
        self.seed = seed
        disk = DiskModel(seed: seed, lies: lies)
    }

    /// One life: looks at what the last one left, then saves until it has saved enough, or is cut.
    mutating func live(saves: Int) async {
        do throws(LastKnownGoodError) {
            let store = try await LastKnownGoodStore.open(folder: Sample.folder, of: Sample.owner, in: disk)
            check(try await store.load())
            for _ in 0..<saves {
                let number = (tried ?? 0) + 1
                tried = number
                do throws(LastKnownGoodError) {
                    _ = try await store.save(Sample.value(number, seed: seed), provedAt: Int64(number))
                    done = number
                } catch {
                    if disk.isCut { return }
                }
            }
        } catch {
            if !disk.isCut { violations.append("seed \(seed): after \(cuts) cuts: \(error)") }
        }
    }

    /// Ends the life, and looks at once at what is left.
    mutating func end(_ end: End, seed endSeed: UInt64) async {
        cuts += 1
        switch end {
        case .powerLoss: disk.losePower(seed: endSeed)
        case .kill: disk.kill()
        }
        await live(saves: 0)
    }

    private mutating func check(_ loaded: LoadedState?) {
        // A cut may have come while it was being looked at; then nothing was seen.
        guard !disk.isCut else { return }
        guard let loaded else {
            if let done { violations.append("seed \(seed): empty after \(cuts) cuts, though \(done) was kept") }
            return
        }
        let number = loaded.value.approvals
        if let alarm = loaded.alarm { violations.append("seed \(seed): \(alarm)") }
        if loaded.value != Sample.value(number, seed: seed) || loaded.provedAt != Int64(number) {
            violations.append("seed \(seed): what was loaded after \(cuts) cuts was never kept")
        }
        if number < done ?? 0 || number > tried ?? 0 {
            violations.append("seed \(seed): \(number) after \(cuts) cuts; kept: \(done ?? 0), tried: \(tried ?? 0)")
        }
        // What was shown once is not taken back by a later life, unless the disk failed to make it last.
        if !isFailing { done = max(done ?? 0, number) }
    }
}

extension CrashWalk {
    /// Cuts one history before each of its steps, many times each: what is lost differs.
    static func everyStep(
        seed: UInt64, saves: Int, ends: [End], lies: DiskModel.Lies = .init()
    ) async -> (cuts: Int, violations: [String]) {
        var whole = CrashWalk(seed: seed, lies: lies)
        await whole.live(saves: saves)
        let steps = whole.disk.steps
        var (cuts, violations) = (0, whole.violations)
        for step in 0...steps {
            for (index, end) in ends.enumerated() {
                var walk = CrashWalk(seed: seed, lies: lies)
                walk.disk.cut(before: step)
                await walk.live(saves: saves)
                await walk.end(end, seed: seed &* 7919 &+ UInt64(step * 1000 + index))
                cuts += walk.cuts
                violations += walk.violations
            }
        }
        return (cuts, violations)
    }

    /// Many lives on one disk, each cut somewhere, while single calls fail now and then.
    static func manyLives(
        seed: UInt64, lives: Int, failing: Bool
    ) async -> (cuts: Int, violations: [String]) {
        var random = SplitMix64(seed: seed)
        var walk = CrashWalk(seed: seed, isFailing: failing)
        for _ in 0..<lives {
            walk.disk.cut(before: Int.random(in: 0..<60, using: &random))
            if failing {
                let faulty = Set((0..<6).map { _ in Int.random(in: 0..<80, using: &random) })
                let code = [ENOSPC, EROFS].randomElement(using: &random) ?? ENOSPC
                walk.disk.setFault { step in
                    guard faulty.contains(step.number), step.call != "read", step.call != "looked for" else {
                        return nil
                    }
                    return step.call == "made durable" ? EIO : code
                }
            }
            await walk.live(saves: Int.random(in: 1...6, using: &random))
            walk.disk.setFault { _ in nil }
            await walk.end(Bool.random(using: &random) ? .powerLoss : .kill, seed: random.next())
        }
        return (walk.cuts, walk.violations)
    }
}
