import Testing

@testable import HoldfastEnsemble

@Suite struct ServerReportTests {
    private func answer(mode: String) -> String {
        "Zookeeper version: 3.8.0\nLatency min/avg/max: 0/0.0/0\nZxid: 0x200000003\nMode: \(mode)\nNode count: 5\n"
    }

    @Test(arguments: [("leader", true), ("standalone", true), ("follower", false), ("observer", false)])
    func aReportTellsWhoLeads(mode: String, leads: Bool) throws {
        let report = try #require(ServerReport(self.answer(mode: mode)))
        #expect(report.leads == leads)
        #expect(report.lastTransaction == 0x2_0000_0003)
    }

    @Test(arguments: [
        "", "This ZooKeeper instance is not currently serving requests\n", "Mode: leader\n", "Zxid: 0x\nMode: leader\n",
    ])
    func whatIsNoReportIsNotRead(text: String) {
        #expect(ServerReport(text) == nil)
    }
}
