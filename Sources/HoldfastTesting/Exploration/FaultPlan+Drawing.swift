extension FaultPlan {
    /// What a drawn plan may hold.
    public struct Draw: Sendable {
        /// How many servers the ensemble has.
        public var servers: Int
        /// How many clients it has; faults may strike each of them.
        public var clients: Int
        /// How many faults are drawn.
        public var count: ClosedRange<Int> = 0...6
        /// Within which time they begin.
        public var within: Duration = .seconds(60)
        /// How long each of them lasts.
        public var lasts: ClosedRange<Duration> = .milliseconds(10) ... .seconds(15)
        /// Whether the ensemble may lose its disks.
        public var wipes = true
        /// How many snapshots may have been taken when one is restored; 0 draws no restoration.
        public var snapshots = 0

        /// The defaults, for an ensemble of that size.
        public init(servers: Int = 3, clients: Int = 1) {
            self.servers = servers
            self.clients = clients
        }
    }

    /// A plan drawn from random numbers.
    ///
    /// What was drawn may turn out to be impossible when its time comes, as hanging a server that is down: it is passed over.
    public static func drawn(_ draw: Draw, using random: inout SimulationRandom) -> FaultPlan {
        let count = Int.random(in: draw.count, using: &random)
        return FaultPlan(
            (0..<count).map { _ in
                let fault = draw.fault(using: &random)
                // Most faults of the field are short or long; those in between matter for the timeouts.
                let long = random.duration(in: draw.lasts)
                let lasts =
                    random.chance(0.5) ? long : min(long, random.duration(in: .milliseconds(10) ... .seconds(2)))
                return Entry(fault, begins: random.duration(in: .zero...draw.within), lasts: lasts)
            })
    }
}

extension FaultPlan.Draw {
    fileprivate func fault(using random: inout SimulationRandom) -> SimulatedFault {
        let server = Int.random(in: 1...max(1, servers), using: &random)
        let client = Int.random(in: 1...max(1, clients), using: &random)
        switch Int.random(in: 0..<18, using: &random) {
        case 0, 1: return .loseLeader
        case 2: return .kill(server: server)
        case 3: return .hang(server: server)
        case 4: return .partitionClient(client)
        case 5: return .partitionServer(server)
        case 6: return .loseQuorum
        case 7: return .readOnlyMinority(withLeader: random.chance(0.5))
        case 8: return .refuse(server: server)
        case 9: return .delay(milliseconds: Int.random(in: 1...500, using: &random))
        case 10, 11: return .lag(server: server, milliseconds: Int.random(in: 10...5000, using: &random))
        case 12: return .expireSession(client: client)
        case 13: return .cut(client: client)
        case 14: return .loseReply(client: client)
        case 15 where wipes: return .wipe
        case 16 where snapshots > 0, 17 where snapshots > 0:
            return .restore(snapshot: Int.random(in: 1...snapshots, using: &random))
        default: return .cut(client: client)
        }
    }
}
