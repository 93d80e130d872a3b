import Testing

@Suite(.timeLimit(.minutes(1))) struct ArgumentTests {
    private static let usage =
        "right is, for example: collector-worker --servers zk1:2181,zk2:2181,zk3:2181 --path /collectors/plant-7"
    private static let list = ["--servers", "127.0.0.1:1", "--path", "/x"]

    @Test(arguments: [
        ([], "--servers is missing; \(usage)"),
        (["--path", "/x"], "--servers is missing; \(usage)"),
        (["--servers", "127.0.0.1:1"], "--path is missing; \(usage)"),
        (list + ["--nonsense"], "Unknown option '--nonsense'; \(usage)"),
        (["--nonsense"], "Unknown option '--nonsense'; \(usage)"),
        (
            ["--srvers", "127.0.0.1:1", "--path", "/x"],
            "Unknown option '--srvers'. Did you mean '--servers'? Right\(usage.dropFirst("right".count))"
        ),
        (list + ["more"], "Unexpected argument 'more'; \(usage)"),
        (["demo", "--nonsense"], "Unknown option '--nonsense'; right is, for example: collector-worker demo"),
        (list + ["--worker-id", ""], "it must not be empty; right is, for example, collector-3"),
        (
            list + ["--state-dir", "/dev/null"],
            "--state-dir '/dev/null' cannot be made a folder; right is a folder that can be written to"
        ),
        (
            list + ["--out", "/dev/null/x"],
            "--out '/dev/null/x' cannot be made a folder; right is a folder that can be written to"
        ),
    ])
    func whatIsWrongIsSaidInOneLine(arguments: [String], complaint: String) async throws {
        try await expectRefusal(of: arguments) { $0.hasSuffix(complaint) }
    }

    @Test(
        arguments: ["--session-timeout-ms", "--settle-ms", "--quiet-ms"],
        ["0", "-5", "1.5", "soon", "99999999999999999999"])
    func aNumberOfMillisecondsIsWholeAndPositive(option: String, value: String) async throws {
        let complaint = "it must be a whole number of milliseconds from 1 to 86400000; right is, for example, 5000"
        try await expectRefusal(of: Self.list + [option, value]) {
            $0.contains("'\(value)' is invalid for '\(option) <n>'") && $0.hasSuffix(complaint)
        }
    }

    @Test(arguments: ["", "a:b", "a:1,,b:2", "a:70000"])
    func aListOfServersThatCannotBeReadIsRefusedWithTheReason(servers: String) async throws {
        try await expectRefusal(of: ["--servers", servers, "--path", "/x"]) {
            $0.contains("is not a list of servers") && $0.hasSuffix("right is, for example, zk1:2181,zk2:2181")
        }
    }

    @Test(arguments: ["x", "/x/", "//x", "/x/../y", ""])
    func aListThatIsNoPathIsRefusedWithTheReason(path: String) async throws {
        try await expectRefusal(of: ["--servers", "127.0.0.1:1", "--path", path]) {
            $0.contains("is not a path of a znode") && $0.hasSuffix("right is, for example, /collectors/plant-7")
        }
    }

    @Test func helpIsNoError() async throws {
        let worker = try await Invocation.run(["--help"])
        #expect(worker.exitCode == 0)
        #expect(worker.output.contains("collector-worker --servers HOSTS --path LIST"))
    }

    private func expectRefusal(of arguments: [String], _ isRight: (String) -> Bool) async throws {
        let worker = try await Invocation.run(arguments)
        #expect(worker.exitCode == 64)
        #expect(worker.output.isEmpty)
        let lines = worker.errors.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 2 && lines.last == "", "not one line: \(worker.errors)")
        let line = String(lines.first ?? "")
        #expect(line.hasPrefix("collector-worker: ") && isRight(line), "\(line)")
    }
}
