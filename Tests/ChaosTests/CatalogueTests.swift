import Foundation
import Testing

@testable import ChaosSuite

@Suite struct CatalogueTests {
    @Test("every fault has a name of its own, and says what it does and what it stands for")
    func faultsAreNamed() {
        #expect(Catalogue.all.count >= 30)
        #expect(Set(Catalogue.all.map(\.name)).count == Catalogue.all.count)
        for fault in Catalogue.all {
            #expect(!fault.does.isEmpty && !fault.standsFor.isEmpty && !fault.touches.isEmpty, "\(fault.name)")
            #expect(!"\(fault.does)\(fault.standsFor)\(fault.name)".contains("|"), "\(fault.name) breaks the table")
        }
    }

    @Test("what a worker must show, it may show")
    func mustIsMay() {
        for fault in Catalogue.all {
            for expects in [fault.expectation(isDeclared: false), fault.expectation(isDeclared: true)] {
                let reasons = expects.mustShow.intersection(Expectations.listReasons)
                #expect(reasons.isSubset(of: expects.mayShow), "\(fault.name)")
            }
        }
    }

    @Test("a fault during which a worker must hold lasts long enough that it is found out")
    func mustHoldIsFoundOut() {
        let detection = SuiteSettings().detection
        for fault in Catalogue.all where fault.expects.mustHold {
            #expect(fault.lasts.lowerBound > detection, "\(fault.name)")
        }
    }

    @Test("docs/chaos.md is the catalogue as the code has it")
    func documentIsGenerated() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/chaos.md"), encoding: .utf8)
        #expect(page == CatalogueDocument.text, "write it anew: make chaos-catalogue")
    }
}
