import Testing

@testable import HoldfastZooKeeper

@Suite struct NodeKindTests {
    @Test(
        "the number of the stat is read as the servers write it",
        arguments: [
            (Int64(0), NodeKind.persistent),
            (0x0100_2a3b_4c5d_0007, .ephemeral(owner: 0x0100_2a3b_4c5d_0007)),
            // The session of a server whose id is 254: its highest bit is set.
            (Int64(bitPattern: 0xfe00_2a3b_4c5d_0007), .ephemeral(owner: Int64(bitPattern: 0xfe00_2a3b_4c5d_0007))),
            (Int64.min, .container),
            (Int64(bitPattern: 0xff00_0000_0000_03e8), .timeToLive(.seconds(1))),
            (Int64(bitPattern: 0xff00_00ff_ffff_ffff), .timeToLive(CreateMode.longestTimeToLive)),
        ])
    func numberIsRead(number: Int64, kind: NodeKind) {
        #expect(NodeStat(ephemeralOwner: number).kind == kind)
        #expect(kind.ephemeralOwner == number)
    }

    @Test(arguments: [
        Duration.zero, .milliseconds(-1), .microseconds(1500), .milliseconds(1 << 40), .seconds(Int64.max),
    ])
    func timeThatServersCannotKeepIsRefused(time: Duration) {
        #expect(throws: ZooKeeperError(.badArguments, "")) {
            try CreateMode.persistent(timeToLive: time).timeToLiveInMilliseconds()
        }
    }

    @Test func timeToLiveIsCountedInMilliseconds() throws {
        #expect(try CreateMode.persistent(timeToLive: .milliseconds(1)).timeToLiveInMilliseconds() == 1)
        #expect(try CreateMode.persistentSequential(timeToLive: .seconds(2.5)).timeToLiveInMilliseconds() == 2500)
        #expect(
            try CreateMode.persistent(timeToLive: CreateMode.longestTimeToLive).timeToLiveInMilliseconds()
                == 0xff_ffff_ffff)
        #expect(try CreateMode.persistent.timeToLiveInMilliseconds() == nil)
    }
}
