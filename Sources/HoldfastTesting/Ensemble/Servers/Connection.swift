internal import HoldfastZooKeeper

/// One network connection of a client to a server, as both ends see it.
struct Connection {
    let client: Int
    var server: Int
    /// Whether the client still has it.
    var isOpenAtClient = true
    /// Whether the server still has it; false until it has accepted.
    var isOpenAtServer = false
    /// The session that the server granted or resumed on it.
    var session: Int64?
    /// What was asked and not answered yet, in order: answers keep the order of the requests.
    var unanswered: [ServerRequest] = []
    /// What the server armed for it.
    var armed: Set<WatchPlace> = []
    /// When the last message arrives, each way: none overtakes another.
    var lastToServer: Duration = .zero
    var lastToClient: Duration = .zero
}

/// A request in the hands of a server.
struct ServerRequest {
    var id: Int
    var kind: ClientRequest
    /// What the leader's decision gave; reads are answered when their turn comes.
    var answer: Answer?
}

/// What a client asks.
enum ClientRequest: Sendable {
    case read(DataTree.Read, ZNodePath, arming: Bool)
    case write(WriteRequest)
    case sync
    case ping
    case closeSession
    /// The watches of a connection that was regained, and what the client had seen by then.
    case setWatches(LibraryWatches, since: Int64)
    /// A watch that nobody needs any more.
    case removeWatch(WatchPlace)
}

/// What a watch is armed for.
struct WatchPlace: Hashable, Sendable {
    /// The events of one kind never end the watches of the other.
    enum Kind: Hashable, Sendable {
        /// By a read of the data or an exists.
        case node
        /// By a read of the children.
        case children

        static func ended(by event: NodeEvent) -> [Kind] {
            switch event {
            case .created, .dataChanged: [.node]
            case .childrenChanged: [.children]
            case .deleted: [.node, .children]
            }
        }
    }

    var path: ZNodePath
    var kind: Kind
}

/// What a client sends to a server.
enum ClientMessage: Sendable {
    /// Opens a session, or resumes one.
    case connect(session: Int64?, timeout: Duration, lastZxid: Int64)
    case request(Int, ClientRequest)
    case closed
}

/// What a server sends to a client.
enum ServerMessage: Sendable {
    case accepted
    case refused
    case granted(session: Int64, timeout: Duration)
    case expired
    case answer(Int, Answer, zxid: Int64)
    case event(NodeEvent, ZNodePath)
    case closed
}
