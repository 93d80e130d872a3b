import Testing

@testable import ChaosSuite

@Suite struct BrokenWorkerTests {
    @Test("five protections can be switched off, each by a mutant and with faults that there are")
    func fiveAreBroken() {
        #expect(
            BrokenWorker.all.map(\.name) == [
                "missing node believed", "empty believed", "error believed", "rewound believed", "settle off",
            ])
        for broken in BrokenWorker.all {
            #expect(!broken.faults.isEmpty && broken.faults.allSatisfy { Catalogue.fault(named: $0) != nil })
            #expect(broken.plans(SuiteSettings()).count == 2 * broken.faults.count)
        }
    }
}
