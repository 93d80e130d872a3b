import Testing

@testable import ChaosSuite

@Suite struct EpisodePlanTests {
    private let settings = SuiteSettings()

    private var plans: [EpisodePlan] { (1...300).map { .drawn(seed: $0, settings: settings) } }

    @Test("a seed is an episode")
    func seedIsEpisode() {
        #expect(plans == plans)
        #expect(Set(plans.map(\.name)).count > 100)
    }

    @Test("every fault is drawn, and up to three of them overlap")
    func everyFaultIsDrawn() {
        #expect(Set(plans.flatMap { $0.faults.map(\.name) }) == Set(Catalogue.all.map(\.name)))
        #expect(Set(plans.map(\.faults.count)) == [1, 2, 3])
        let overlapping = plans.filter { plan in
            zip(plan.faults, plan.faults.dropFirst()).contains { $1.begins < $0.begins + $0.lasts }
        }
        #expect(overlapping.count > 100)
    }

    @Test("faults that overlap touch different things, and befall lists that they make sense on")
    func overlappingFaultsTouchDifferentThings() throws {
        for plan in plans {
            let faults = try plan.faults.map { try #require(Catalogue.fault(named: $0.name)) }
            let touched = faults.flatMap { Array($0.touches) }
            #expect(Set(touched).count == touched.count, "\(plan.name)")
            #expect(faults.allSatisfy { $0.befalls(isDeclared: plan.isDeclared) }, "\(plan.name)")
        }
    }

    @Test(
        "true changes of every kind are drawn, each Thing is taken off at most once, and no more than a brake lets go")
    func changesAreDrawn() {
        #expect(Set(plans.flatMap { $0.changes.map(\.kind) }) == [.added, .removed, .updated])
        for plan in plans {
            #expect(Set(plan.changes.map(\.thing)).count == plan.changes.count, "a change that is made twice is none")
            let removed = plan.changes.filter { $0.kind == .removed }.map(\.thing)
            #expect(Set(removed).count == removed.count)
            #expect(removed.count + 2 < settings.things / 2)
        }
    }

    @Test("a fault that befalls one kind of list alone is run on that")
    func singleChoosesItsList() throws {
        for fault in Catalogue.all {
            let plan = EpisodePlan.single(fault, settings: settings)
            #expect(fault.befalls(isDeclared: plan.isDeclared))
            #expect(plan.faults.map(\.name) == [fault.name])
        }
    }
}
