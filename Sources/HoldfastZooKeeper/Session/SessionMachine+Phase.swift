extension SessionMachine {
    enum Phase: Equatable {
        case idle
        /// The servers are being looked up.
        case resolving(Resolving)
        /// Every address was tried in vain.
        case waiting(Waiting)
        /// A handle seeks a server at its address.
        case attempting(Attempt)
        /// A server took the session, and is catching up with the leader.
        case syncing(Link)
        case connected(Link)
        /// The connection was lost, and the library tries the same address again.
        case regaining(Regaining)
        /// The handle is being closed, unless it turns out connected.
        case retiring(Retiring)
        /// The handle is being closed.
        case closing(Closing)
        case failed
    }

    struct Resolving: Equatable {
        /// When the addresses of the last look-up are tried, should the new one still be under way.
        var fallbackAt: Duration?
    }

    struct Waiting: Equatable {
        var until: Duration
    }

    struct Attempt: Equatable {
        var handle: Int
        var address: ServerAddress
        /// When to look next; nil until the handle is open.
        var probeAt: Duration?
        /// When the network connection must stand.
        var connectBy: Duration = .zero
        /// When the server must have answered; nil until the network connection stands.
        var answerBy: Duration?
    }

    struct Link: Equatable {
        var handle: Int
        var address: ServerAddress
        /// The connection of the handle, as its events count them.
        var connection: Int
        var syncNumber = 0
        var retryAt: Duration?
        /// Until when the library may regain the server, counted from the loss of the last connection that was
        /// admitted.
        var regainBy: Duration?
        /// Whether the handle had an admitted connection.
        var wasAdmitted = false
        /// When operations were admitted; nil until then.
        var admittedAt: Duration?
        /// Whether the handle is closed in the moment of the loss.
        var closesAtLoss = false
    }

    struct Regaining: Equatable {
        var handle: Int
        var address: ServerAddress
        var until: Duration
        var wasAdmitted: Bool
    }

    struct Retiring: Equatable {
        var handle: Int
        var address: ServerAddress
        /// Whether it had an admitted connection: then the addresses are looked up and tried anew.
        var wasAdmitted: Bool
        /// Whether the session ended meanwhile.
        var sessionEnded = false
        /// The connection that came meanwhile, should the handle be spared.
        var regained: Link?
    }

    struct Closing: Equatable {
        enum Next: Equatable {
            /// The session expired there: a new one is sought at the same server first.
            case sameServer(ServerAddress)
            case nextAddress
        }

        var handle: Int
        var next: Next
    }

    /// A session that a server granted.
    struct Session: Equatable {
        var grant: SessionGrant
        /// Since when no server answers; nil while one does.
        var unconnectedSince: Duration?
        /// Whether leases hold, as it was published last.
        var leasesHold = true

        var leasesEnd: Duration? { unconnectedSince.map { $0 + grant.timeout } }
        /// When the session is given up: the library would never say that it ended while no server answers.
        var end: Duration? { unconnectedSince.map { $0 + grant.timeout * 2 } }
    }

    /// One pass through the addresses.
    struct Round: Equatable {
        /// The addresses of the last look-up.
        var known: [ServerAddress] = []
        /// Those to try yet.
        var untried: [ServerAddress] = []
        /// The address that lost its connection last: it is tried after the others.
        var lost: ServerAddress?
        /// The rounds that were in vain since the last connection.
        var failed = 0

        mutating func begin() {
            untried = known.filter { $0 != lost } + known.filter { $0 == lost }
        }

        mutating func begin(with first: ServerAddress) {
            untried = [first] + known.filter { $0 != first }
        }

        mutating func next() -> ServerAddress? {
            untried.isEmpty ? nil : untried.removeFirst()
        }
    }
}
