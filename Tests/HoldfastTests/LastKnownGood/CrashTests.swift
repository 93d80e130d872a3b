import HoldfastTesting
import Testing

@testable import Holdfast

/// The power goes, or the process is killed, at every step of keeping a value.
///
/// After each cut the next life loads the last value whose save was reported done, or a newer one: never half of one, never none,
/// and never with an alarm, since no crash damages what is kept.
@Suite struct CrashTests {
    @Test func everyStepCanBeTheLast() async {
        var cuts = 0
        for seed in 1...4 as ClosedRange<UInt64> {
            let ends = [CrashWalk.End](repeating: .powerLoss, count: 16) + [.kill]
            let (count, violations) = await CrashWalk.everyStep(seed: seed, saves: 5, ends: ends)
            #expect(violations == [])
            cuts += count
        }
        print("crash at every step: \(cuts) cuts")
        #expect(cuts >= 2000)
    }

    @Test(arguments: [false, true])
    func manyLivesOnOneDisk(failing: Bool) async {
        var cuts = 0
        for seed in 1...80 as ClosedRange<UInt64> {
            let (count, violations) = await CrashWalk.manyLives(seed: seed, lives: 12, failing: failing)
            #expect(violations == [])
            cuts += count
        }
        print("many lives on one disk\(failing ? ", its calls failing now and then" : ""): \(cuts) cuts")
    }

    /// If these were not found, neither would be a forgotten `fsync` of ours.
    @Test func aDiskThatOnlyPretendsIsFoundOut() async {
        let ends = [CrashWalk.End](repeating: .powerLoss, count: 6)
        var lies = DiskModel.Lies(syncsFiles: true)
        let withoutFiles = await CrashWalk.everyStep(seed: 1, saves: 5, ends: ends, lies: lies)
        #expect(withoutFiles.violations.contains { $0.contains("is damaged") || $0.contains("can be used") })
        lies = DiskModel.Lies(syncsFolders: true)
        let withoutFolders = await CrashWalk.everyStep(seed: 1, saves: 5, ends: ends, lies: lies)
        #expect(withoutFolders.violations.contains { $0.contains("empty after") })
    }
}
