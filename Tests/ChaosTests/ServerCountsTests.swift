import ClientSupport
import HoldfastEnsemble
import Testing

@testable import ChaosSuite

@Suite struct ServerCountsTests {
    @Test("each session of a leader's dump counts once, and what is ephemeral is none")
    func sessionsCountOnce() {
        let dump = """
            SessionTracker dump:
            Global Sessions(2):
            0x100001\t4000ms
            0x200002\t4000ms

            2 expire at Sat Nov 21:
            \t0x100001
            \t0x200002
            ephemeral nodes dump:
            Sessions with Ephemerals (1):
            0x300003:
            \t/list/thing
            """
        #expect(ServerCounts.sessions(in: dump) == 2)
    }

    @Test("the watches are those that the server tells of")
    func watches() {
        #expect(
            EnsembleServer.count("zk_watch_count", in: "zk_version\t3.8\nzk_watch_count\t17\nzk_ephemerals_count\t0\n")
                == 17)
        #expect(
            EnsembleServer.count("zk_watch_count", in: "This ZooKeeper instance is not currently serving requests\n")
                == nil)
    }
}
