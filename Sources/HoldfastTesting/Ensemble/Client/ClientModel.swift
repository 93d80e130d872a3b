internal import HoldfastZooKeeper

/// One client: the session machine of the real one, on simulated handles.
struct ClientModel {
    /// What operations may use at the moment.
    enum Access {
        case refused(ZooKeeperError)
        case admitted(handle: Int, connection: Int)
    }

    var machine: SessionMachine
    let sessionTimeout: Duration
    let maximumWatchBytes: Int
    let maximumInFlight: Int
    /// Whether it was made for the stranger, and not misled.
    let isStrangers: Bool
    var access = Access.refused(.notConnected)
    var handle: SimulatedHandle?
    var session: Int64?
    var isClosed = false
    /// The earliest moment for which a timer is running.
    var timerAt: Duration?
    /// A fault: its next write is carried out, and the answer is lost.
    var losesNextAnswer = false
}

/// One handle of the C library, for one server.
struct SimulatedHandle {
    let number: Int
    /// The server whose address it has, which leads to the stranger while the client is misled.
    let server: Int
    let resuming: SessionCredentials?
    var progress = HandleProgress.connecting
    /// Counts the events of its session, as the real handle does.
    var connection = 0
    var wasConnected = false
    /// Whether an operation was answered since it was connected.
    var wasUsed = false
    /// Whether it is to be closed in the moment of its loss.
    var closesAtLoss = false
    var grant: SessionGrant?
    /// The network connection, or the attempt to get one.
    var link: Int?
    var lastZxid: Int64 = 0
    var lastHeard: Duration = .zero
    var lastSent: Duration = .zero
    var pending: [PendingOperation] = []
    /// Bounds what users have in flight, as that of a real handle.
    let permits: Permits
    var watches: WatchTable
    /// In which order the watches were armed: a table of theirs has another one in each run.
    var watchOrder = WatchOrder()
    var libraryWatches = LibraryWatches()
}

/// A watch that a read is to arm.
struct Arming {
    var watch: Watch
    var kind: WatchPlace.Kind
    /// Whether the server arms it also where no node stands.
    var armsWithoutNode = false
}

extension WatchPlace {
    /// As the table of the real client keeps it.
    var tabled: HoldfastZooKeeper.WatchPlace {
        switch kind {
        case .node: .init(path: path.bytes, kind: .node)
        case .children: .init(path: path.bytes, kind: .children)
        }
    }

    init?(_ place: HoldfastZooKeeper.WatchPlace) {
        guard let path = try? ZNodePath(bytes: place.path) else { return nil }
        self.init(path: path, kind: place.kind == .node ? .node : .children)
    }
}

/// A request without an answer.
struct PendingOperation {
    enum Purpose {
        case operation(OneShot<OperationResult>)
        /// The session itself asked, before the connection counts.
        case sync(number: Int)
        /// The library asked.
        case library
        /// Nobody needs the watch there any more.
        case removal(WatchPlace)
    }

    var request: Int
    var purpose: Purpose
    var words: RequestWords
    var arming: Arming?
}
