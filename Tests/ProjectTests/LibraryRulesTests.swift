import Testing

/// The rules about the C library (docs/c-client.md) that only the source can show.
@Suite struct LibraryRulesTests {
    private static let folder = "Sources/HoldfastZooKeeper/C"

    @Test("the library is set up as the rules say: once for the process, and on every handle")
    func libraryIsSetUpAsTheRulesSay() throws {
        let settings = try SourceTree.file("\(Self.folder)/CLibrary.swift").text
        #expect(settings.contains("zoo_deterministic_conn_order(1)"))
        #expect(settings.contains("zoo_set_debug_level(ZOO_LOG_LEVEL_INFO)"))
        let handle = try SourceTree.file("\(Self.folder)/Handle.swift").text
        #expect(handle.contains("zoo_set_servers_resolution_delay(opened, -1)"))
        // One place opens handles, and none without the flag that keeps the environment out of the log.
        for file in try SourceTree.files(below: Self.folder, endingWith: ".swift") {
            let calls = file.text.components(of: "zookeeper_init2(").dropFirst()
            #expect(calls.isEmpty || file.path.hasSuffix("/Handle.swift"), "\(file.path)")
            #expect(calls.allSatisfy { $0.prefix(200).contains("ZOO_NO_LOG_CLIENTENV") })
        }
        let levels = try SourceTree.products().filter { $0.text.contains("zoo_set_debug_level") }
        #expect(levels.map(\.path) == ["\(Self.folder)/CLibrary.swift"])
    }

    @Test(
        "what must never be called is not called",
        arguments: [
            "zoo_set_servers(", "zoo_cycle_next_server", "zoo_set_watcher", "zoo_set_context", "ZOO_READONLY,",
            "zoo_get_current_server", "zoo_aremove_watches", "zookeeper_interest", "zookeeper_process",
            "zoo_create2_op_init",
        ])
    func neverCalledIsNotCalled(_ name: String) throws {
        let calling = try SourceTree.files(below: "Sources", endingWith: ".swift").filter { $0.text.contains(name) }
        #expect(calling.map(\.path) == [])
        #expect(try !SourceTree.file("Sources/CZooKeeper/shim.h").text.contains(name))
    }
}

extension String {
    fileprivate func components(of separator: String) -> [Substring] {
        split(separator: separator, omittingEmptySubsequences: false)
    }
}
