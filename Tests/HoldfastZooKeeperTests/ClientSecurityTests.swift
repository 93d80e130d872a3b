import ClientSupport
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

extension RealServerTests {
    /// Access control lists, and credentials that outlive connections.
    @Suite struct ClientSecurityTests {
        private let owner = Credentials.digest(user: "plant", password: "sand")

        @Test func accessControlListsAreSetAndObeyed() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    try await client.connected()
                    _ = try await client.create("/a", data: [1], mode: .persistent)
                    let open = try await client.acl(of: "/a")
                    #expect(open.entries == .open && open.stat.aversion == 0)
                    try await client.setACL(
                        .readOnly + [ACLEntry(permissions: .all, scheme: "ip", id: "127.0.0.1")], of: "/a", version: 0
                    )
                    #expect(try await client.acl(of: "/a").entries.map(\.scheme) == ["world", "ip"])
                    _ = await expect(.badVersion) { try await client.setACL(.open, of: "/a", version: 0) }
                    try await client.setACL(.readOnly, of: "/a", version: 1)
                    #expect(try await client.data(at: "/a").bytes == [1])
                    _ = await expect(.noAuth) { try await client.setData([2], at: "/a", version: nil) }
                    _ = await expect(.noAuth) { try await client.setACL(.open, of: "/a", version: nil) }
                    _ = try await client.create("/b", data: nil, mode: .persistent, acl: .readOnly)
                    _ = try await client.multi([.create("/c", data: nil, mode: .persistent)], acl: .readOnly)
                    for path: ZNodePath in ["/b", "/c"] {
                        #expect(try await client.acl(of: path).entries == .readOnly)
                    }
                    let connection = try await client.connected()
                    let lists: [[ACLEntry]] = [
                        [], [ACLEntry(permissions: .all, scheme: "", id: "x")],
                        [ACLEntry(permissions: .all, scheme: "world", id: "any\0one")],
                        [ACLEntry(permissions: .all, scheme: "unknown", id: "x")],
                        // Whom "auth" stands for is not known before credentials are shown.
                        .creatorOnly,
                    ]
                    for list in lists {
                        _ = await expect(.invalidACL) {
                            try await client.create("/d", data: nil, mode: .persistent, acl: list)
                        }
                    }
                    #expect(try await client.connected() == connection)
                }
            }
        }

        @Test func credentialsAreShownOnEveryNewConnection() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.proxiedConnectString) { stranger in
                    try await withClient(ensemble.proxiedConnectString, adjust: { $0.credentials = [owner] }) {
                        client in
                        var connection = try await client.connected()
                        try await stranger.connected()
                        _ = try await client.create("/mine", data: [1], mode: .persistent, acl: .creatorOnly)
                        let late = Credentials.digest(user: "late", password: "comer")
                        try await client.authenticate(late)
                        try await client.authenticate(late)
                        for _ in 0..<5 {
                            // The first operation of each connection needs them.
                            #expect(try await client.data(at: "/mine").bytes == [1])
                            try await ensemble.servers[0].proxy.cut()
                            connection = try await client.reconnects(after: connection)
                        }
                        // Long enough for the library to give up: the next handle gets them too.
                        try await ensemble.servers[0].proxy.slam()
                        try await eventually { (try? client.admitted()) == nil }
                        let before = ensemble.servers[0].proxy.connectionsAccepted
                        try await eventually { ensemble.servers[0].proxy.connectionsAccepted >= before + 4 }
                        try await ensemble.servers[0].proxy.restore()
                        connection = try await client.reconnects(after: connection)
                        #expect(try await client.data(at: "/mine").bytes == [1])
                        _ = try await client.multi([.setData("/mine", data: [2], version: nil)])
                        // What was added while it ran is known there as well.
                        _ = try await client.create("/both", data: nil, mode: .persistent, acl: .creatorOnly)
                        let ids = try await client.acl(of: "/both").entries.map { $0.id.prefix { $0 != ":" } }
                        #expect(Set(ids) == ["plant", "late"])

                        try await stranger.connected()
                        _ = await expect(.noAuth) { try await stranger.data(at: "/mine") }
                        try await stranger.authenticate(owner)
                        #expect(try await stranger.data(at: "/mine").bytes == [2])
                    }
                }
            }
        }

        @Test func refusedCredentialsEndTheClient() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let outcome = await #expect(throws: ZooKeeperError.self) {
                    try await withClient(ensemble.connectString) { client in
                        try await client.connected()
                        // Transactions must not meet the refusal half-way: the library would free wild memory.
                        await withTaskGroup(of: Void.self) { group in
                            for _ in 0..<4 {
                                group.addTask {
                                    while (try? await client.multi([
                                        .check("/", version: nil), .check("/", version: nil),
                                    ]))
                                        != nil
                                    {}
                                }
                            }
                            _ = await expect(.authenticationFailed) {
                                try await client.authenticate(Credentials(scheme: "nonsense", secret: [1]))
                            }
                        }
                        try await client.reaches { $0 == .failed(.authenticationFailed) }
                    }
                }
                #expect(outcome?.code == .authenticationFailed)
            }
        }

        @Test func clientWhoseCredentialsAreRefusedIsNeverConnected() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let refused = Credentials(scheme: "nonsense", secret: [1])
                await #expect(throws: ZooKeeperError(.authenticationFailed, "")) {
                    try await withClient(ensemble.connectString, adjust: { $0.credentials = [refused] }) { client in
                        _ = await expect(.authenticationFailed) { try await client.connected() }
                    }
                }
            }
        }

        @Test func transactionWaitsUntilCredentialsAreAnswered() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let server = ensemble.servers[0]
                try await withClient(ensemble.connectString, timeout: .seconds(8)) { client in
                    try await client.connected()
                    let table = try client.admitted().0.table
                    try await server.hang()
                    let showing = Task { try await client.authenticate(owner) }
                    try await eventually { table.pendingCount == 1 }
                    let transaction = Task { try await client.multi([.check("/", version: nil)]) }
                    let submitted = try await Poll.until(every: .milliseconds(5), limit: .milliseconds(300)) {
                        table.pendingCount > 1 ? true : nil
                    }
                    #expect(submitted == nil)
                    try await server.resume()
                    try await showing.value
                    #expect(try await transaction.value.count == 1)
                }
            }
        }

        @Test func credentialsAddedWithoutAConnectionAreKept() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    // Whether it is connected by now or not.
                    try await client.authenticate(owner)
                    try await client.connected()
                    _ = try await client.create("/mine", data: nil, mode: .persistent, acl: .creatorOnly)
                }
                try await withClient(ensemble.connectString, adjust: { $0.credentials = [owner] }) { client in
                    try await client.connected()
                    try await client.delete("/mine", version: nil)
                }
            }
        }

        /// The library answers them on its own thread, with its lock held, when the connection is lost.
        @Test func cutWhileCredentialsAreUnderWayHoldsUpNothing() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                try await withClient(ensemble.proxiedConnectString) { client in
                    var connection = try await client.connected()
                    for round in 0..<20 {
                        try await proxy.blackhole()
                        let showing = Task {
                            try await client.authenticate(.digest(user: "u\(round)", password: "p"))
                        }
                        let (handle, _) = try client.admitted()
                        try await eventually { handle.table.pendingCount > 0 }
                        try await proxy.restore()
                        connection = try await client.reconnects(after: connection)
                        try await showing.value
                        _ = try await client.multi([.check("/", version: nil)])
                    }
                    // All of them are known to the server.
                    _ = try await client.create("/mine", data: nil, mode: .persistent, acl: .creatorOnly)
                    #expect(try await client.acl(of: "/mine").entries.count == 20)
                }
            }
        }

        @Test func digestIsThatOfNameAndPassword() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    try await client.connected()
                    // As `printf %s plant:sand | openssl dgst -sha1 -binary | base64` prints it.
                    let entry = ACLEntry(permissions: .all, scheme: "digest", id: "plant:DwqnrGjWNCE9hdfON8v86+7AO5w=")
                    _ = try await client.create("/hers", data: [1], mode: .persistent, acl: [entry])
                    _ = await expect(.noAuth) { try await client.data(at: "/hers") }
                    try await client.authenticate(owner)
                    #expect(try await client.data(at: "/hers").bytes == [1])
                }
            }
        }

        @Test func credentialsThatOneCallerLeftUnshownAreShownByTheNext() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let server = ensemble.servers[0]
                try await withClient(ensemble.connectString, timeout: .seconds(8), adjust: { $0.maximumInFlight = 1 }) {
                    client in
                    try await client.connected()
                    let (handle, _) = try client.admitted()
                    try await server.hang()
                    let first = Task { try await client.exists("/") }
                    try await eventually { handle.table.pendingCount == 1 }
                    let cancelled = Task { try await client.authenticate(owner) }
                    try await eventually { handle.table.permits.waiting == 1 }
                    let next = Task { try await client.authenticate(owner) }
                    cancelled.cancel()
                    _ = await cancelled.result
                    try await server.resume()
                    _ = try await first.value
                    try await next.value
                    _ = try await client.create("/mine", data: nil, mode: .persistent, acl: .creatorOnly)
                    #expect(handle.credentials.step(for: owner).isGiven)
                }
            }
        }

        @Test(arguments: [
            [], [ACLEntry(permissions: .all, scheme: "", id: "x")],
            [ACLEntry(permissions: .all, scheme: "wo\0", id: "x")],
            .open + [ACLEntry(permissions: .all, scheme: "ip", id: "127.0.0.1\0")],
        ])
        func listThatTheLibraryWouldMisreadIsRefusedHere(_ list: [ACLEntry]) {
            let words = RequestWords(operation: "create", path: "/a", isWrite: true)
            #expect(throws: ZooKeeperError(.invalidACL, "")) { try list.validate(words) }
        }

        @Test func secretsAreNeverShown() {
            #expect(!"\(owner)".contains("sand") && !String(reflecting: owner).contains("sand"))
            var text = ""
            dump(owner, to: &text)
            #expect(!text.contains("sand") && !text.contains("115"))
            #expect(throws: ZooKeeperError(.badArguments, "")) { try Credentials(scheme: "", secret: []).validate() }
        }
    }
}

extension CredentialStore.Step {
    fileprivate var isGiven: Bool {
        if case .given = self { true } else { false }
    }
}
