import Logging
import Testing

@testable import HoldfastZooKeeper

@Suite struct ServerListTests {
    @Test(arguments: [
        ("zk1:2181,zk2:2182", "zk1:2181,zk2:2182"),
        ("zk1", "zk1:2181"),
        (" zk1:1 ,\tzk2 ", "zk1:1,zk2:2181"),
        ("[::1]:2181,[fe80::2]", "[::1]:2181,[fe80::2]:2181"),
        ("10.0.0.1:65535", "10.0.0.1:65535"),
    ])
    func listIsRead(_ text: String, _ meaning: String) throws {
        #expect(try ServerList(text).description == meaning)
    }

    @Test(arguments: [
        ("", "empty"), ("zk1,,zk2", "empty"), ("zk1,", "empty"), ("zk1:", "not a port"), ("zk1:0", "not a port"),
        ("zk1:65536", "not a port"), ("zk1:+1", "not a port"), ("zk1:x", "not a port"), ("::1", "brackets"),
        ("[::1", "not closed"), ("[::1]2181", "only a port"), (":2181", "names no host"), ("[]:1", "names no host"),
        ("zk 1:2181", "not a name"), ("zk1:2181/app", "put it before the path of the list"),
    ])
    func faultIsNamed(_ text: String, _ fault: String) {
        let error = #expect(throws: ZooKeeperError.self) { try ServerList(text) }
        #expect(error?.code == .badArguments)
        #expect(error?.message.contains(fault) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("zk1:2181,zk2:2181") == true)
    }

    @Test func literalIsAList() {
        let list: ServerList = "zk1:2181,zk2:2181"
        #expect(list.servers == [.init(host: "zk1", port: 2181), .init(host: "zk2", port: 2181)])
    }
}

@Suite struct ConfigurationTests {
    @Test(
        "a configuration that cannot be is refused with words when the client is run",
        arguments: [
            { $0.maximumInFlight = 0 }, { $0.maximumInFlight = 32_769 }, { $0.sessionTimeout = .zero },
            { $0.firstBackoff = .zero }, { $0.connectLimit = .zero },
        ] as [@Sendable (inout ZooKeeperClient.Configuration) -> Void])
    func refused(_ spoil: @Sendable (inout ZooKeeperClient.Configuration) -> Void) async {
        var configuration = ZooKeeperClient.Configuration(servers: "127.0.0.1:1")
        spoil(&configuration)
        let client = ZooKeeperClient(configuration: configuration, logger: Logger(label: "test"))
        await #expect(throws: ZooKeeperError(.badArguments, "")) { try await client.run() }
    }
}
