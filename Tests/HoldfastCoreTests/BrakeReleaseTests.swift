import HoldfastCore
import Testing

@Suite("The release of what the brake holds")
struct BrakeReleaseTests {
    private let ids = (0..<10).map { ThingID("thing-\($0)") }

    private var settings: Settings {
        var settings = Settings()
        settings.brakeRelease = .seconds(60)
        return settings
    }

    /// A core that has held nine of ten since just now.
    private func holding() -> (Bench, ModelList) {
        var list = ModelList(ids)
        var bench = Bench.following(list, settings)
        bench.pass(.seconds(1))
        list.remove(Array(ids.dropFirst()))
        _ = bench.read(list)
        return (bench, list)
    }

    @Test("what was absent for so long a known time goes, all of it at once")
    func releases() {
        var (bench, list) = holding()
        let begin = bench.now
        #expect(bench.core.posture.reasons == [.braked])
        #expect(bench.core.nextDeadline == begin + .seconds(60))
        let directives = bench.readAtDeadline(list)
        #expect(directives.stopped == Array(ids.dropFirst()))
        #expect(directives.proofs.allSatisfy { $0.ground == .released })
        #expect(bench.rows.contains(.released))
        #expect(bench.core.posture.state == .following)
        list.add("new")
        #expect(bench.read(list).started == ["new"])
    }

    @Test("without the setting nothing is ever released")
    func neverByDefault() {
        var list = ModelList(ids)
        var bench = Bench.following(list)
        list.remove(Array(ids.dropFirst()))
        for _ in 0..<100 {
            bench.pass(.seconds(3600))
            #expect(bench.read(list).stopped.isEmpty)
        }
    }

    @Test("the time before a Thing was first seen absent does not count, however long ago the list was read")
    func timeBeforeDoesNotCount() {
        var list = ModelList(ids)
        var bench = Bench.following(list, settings)
        bench.pass(.seconds(3600))
        list.remove(Array(ids.dropFirst()))
        #expect(bench.read(list).stopped.isEmpty)
        bench.pass(.seconds(59))
        #expect(bench.read(list).stopped.isEmpty)
    }

    @Test("unknown time does not count")
    func unknownTime() {
        var (bench, list) = holding()
        bench.pass(.seconds(40))
        _ = bench.read(list)
        _ = bench.disconnect()
        bench.pass(.seconds(3600))
        _ = bench.connect()
        #expect(bench.read(list).stopped.isEmpty)
        bench.pass(.seconds(10))
        _ = bench.read(.failed)
        bench.pass(.seconds(3600))
        #expect(bench.read(list).stopped.isEmpty)
        bench.pass(.seconds(19))
        #expect(bench.read(list).stopped.isEmpty)
        bench.pass(.seconds(1))
        #expect(bench.read(list).stopped.count == 9)
    }

    @Test("an audit that finds the list unchanged makes the time before it known")
    func auditsCount() {
        var (bench, list) = holding()
        bench.pass(.seconds(30))
        _ = bench.audit()
        #expect(bench.core.nextDeadline == bench.now + .seconds(30))
        bench.pass(.seconds(30))
        #expect(bench.audit().stopped.isEmpty)
        #expect(bench.readAtDeadline(list).stopped.count == 9)
    }

    @Test("a held Thing that returns restarts the time of the others")
    func returnRestarts() {
        var (bench, list) = holding()
        bench.pass(.seconds(59))
        list.add(ids[1])
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.core.nextDeadline == bench.now + .seconds(60))
        bench.pass(.seconds(59))
        #expect(bench.read(list).stopped.isEmpty)
        #expect(bench.readAtDeadline(list).stopped == Array(ids.dropFirst(2)))
    }

    @Test("an empty list releases nothing")
    func emptyNever() {
        var list = ModelList(ids)
        var bench = Bench.following(list, settings)
        list.removeAll()
        for _ in 0..<10 {
            bench.pass(.seconds(60))
            #expect(bench.read(list).stopped.isEmpty)
        }
        #expect(bench.core.nextDeadline == nil)
    }

    @Test("a rewound list releases nothing")
    func rewoundNever() {
        let old = ModelList(["a"])
        var list = old
        list.add("b")
        var bench = Bench.following(list, settings)
        for _ in 0..<10 {
            bench.pass(.seconds(60))
            #expect(bench.learn(old).stopped.isEmpty)
        }
    }

    @Test("the declaration that held is accepted with the release, and what descends from it is believed")
    func releasedDeclaration() {
        var list = ModelList(["a", "b", "c"])
        var bench = Bench.following(list, settings)
        list.replace(with: ["a", "b"])
        list.adopt()
        #expect(bench.read(list).stopped.isEmpty)
        bench.pass(.seconds(60))
        #expect(bench.read(list).stopped == ["c"])
        list.declare(removing: ["b"])
        #expect(bench.read(list).stopped == ["b"])
    }

    @Test("a missing list is unknown time")
    func missingDoesNotCount() {
        var (bench, list) = holding()
        bench.pass(.seconds(30))
        _ = bench.read(.missing)
        bench.pass(.seconds(3600))
        #expect(bench.read(list).stopped.isEmpty)
    }
}
