import Synchronization

/// What of a client's configuration may change while it runs.
final class ClientSettings: Sendable {
    private struct State {
        var credentials: [Credentials]
        var servers: ServerList
    }

    private let state: Mutex<State>

    init(_ configuration: ZooKeeperClient.Configuration) {
        state = Mutex(State(credentials: configuration.credentials, servers: configuration.servers))
    }

    /// What is shown to each server, in this order.
    var credentials: [Credentials] { state.withLock { $0.credentials } }
    var servers: ServerList { state.withLock { $0.servers } }

    func change(servers: ServerList) {
        state.withLock { $0.servers = servers }
    }

    /// Adds credentials; those that are there already need not be shown anew.
    func keep(_ credentials: Credentials) {
        state.withLock { state in
            if !state.credentials.contains(credentials) { state.credentials.append(credentials) }
        }
    }
}
