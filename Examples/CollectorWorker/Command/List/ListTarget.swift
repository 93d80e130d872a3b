import ArgumentParser
import Holdfast
import HoldfastZooKeeper
import Logging

/// Which list is meant, and a client that is connected to it for as long as one statement takes.
struct ListTarget: ParsableArguments {
    /// How long servers are waited for.
    static let patience = Duration.seconds(10)

    @Option(
        help: ArgumentHelp("The ZooKeeper servers: host:port, separated by commas.", valueName: "hosts"),
        transform: ServerNames.init(parsing:))
    var servers: ServerNames

    @Option(
        help: ArgumentHelp("The list: the path of the znode whose children are the Things.", valueName: "list"),
        transform: Arguments.path)
    var path: ZNodePath

    @Option(
        help: ArgumentHelp(
            "A name that no other ensemble's list has, stated with the list from then on; a list of another name is refused.",
            valueName: "name"))
    var listName: String?

    /// Runs a statement, and says in one line what it did.
    func state(_ statement: (AssignmentPublisher) async throws -> PublishedStatement) async throws {
        try await connected { client in
            let done = try await statement(AssignmentPublisher(zooKeeper: client, list: path, listName: listName))
            let changes = [
                ("added", done.added), ("updated", done.updated), ("removed", done.removed),
                ("confirmed", done.confirmed),
            ]
            let told = changes.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.count)" }
            print(
                "\(path): \(told.isEmpty ? "as it was" : told.joined(separator: ", ")); \(done.count) Things, "
                    + "generation \(done.generation)")
        }
    }

    /// Runs the body with a client that is connected.
    ///
    /// - Throws: a `ValidationError` where no server answers in time.
    func connected(_ body: (ZooKeeperClient) async throws -> Void) async throws {
        let logger = Logs.bootstrap(label: "collector-worker", level: .error)
        let client = ZooKeeperClient(configuration: .init(servers: servers.list), logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            group.addTask {
                try await ContinuousClock().sleep(for: Self.patience)
                await client.close()
            }
            do throws(ZooKeeperError) {
                try await client.connected()
            } catch {
                throw ValidationError("no server of \(servers.text) answers within \(Self.patience.inSeconds)")
            }
            do {
                try await body(client)
            } catch let error as PublisherError {
                throw ValidationError("\(error)")
            }
            group.cancelAll()
        }
    }
}
