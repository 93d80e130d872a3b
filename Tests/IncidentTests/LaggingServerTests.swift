import Foundation
import HoldfastEnsemble
import HoldfastZooKeeper
import Subprocess
import TestSupport
import Testing

/// Workers are forced to a server that lags, which still holds what was true before the last changes.
///
/// The lag is made: the server hangs while a Thing is taken off and another is put on, which all workers carry out; then it is
/// the only one that takes connections, and once all workers knock at it, it goes on. A worker that believed it would stop the
/// new Thing and start the old one again. A follower catches up before it answers the `sync` of a new connection; a deposed
/// leader answers at once, from the past, and only the floor protects from it.
///
/// Each worker and each round is one trial: the environment variable `HOLDFAST_LAG_TRIALS` says how many, 200 for the long form.
@Suite("Lagging servers, on real servers", .serialized, .timeLimit(.minutes(10)))
struct LaggingServerTests {
    private static let workers = 8
    private static let trials =
        ProcessInfo.processInfo.environment["HOLDFAST_LAG_TRIALS"].flatMap(Int.init) ?? 2 * workers

    @Test("a new session on a follower that lags decides nothing wrongly")
    func newSession() async throws {
        var options = Ensemble.Options()
        // The leader keeps the hung follower, which then has to catch up by itself: what it missed waits in its connection.
        options.settings["syncLimit"] = "100"
        try await Ensemble.with(servers: 3, options: options) { ensemble in
            try await trials(
                on: ensemble, isDeclared: true, sessionTimeout: .seconds(1), "new sessions on a lagging follower"
            ) {
                crowd, change in
                let leader = try await ensemble.leader()
                let follower = try #require(ensemble.servers.first { $0.id != leader?.id })
                try await follower.hang()
                try await change()
                for server in ensemble.servers { try await server.proxy.refuse() }
                try await crowd.until("the session is lost") { $0.reasonsShown.contains("session lost") }
                return follower
            }
        }
    }

    @Test("a session that moves to a deposed leader decides nothing wrongly", arguments: [true, false])
    func deposedLeader(isDeclared: Bool) async throws {
        var options = Ensemble.Options()
        // A leader that went on looks about after half a tick, and finds that it is deposed: until then it serves.
        options.tickTime = .milliseconds(600)
        options.settings["syncLimit"] = "3"
        try await Ensemble.with(servers: 3, options: options) { ensemble in
            // Long sessions: the leader that goes on is not to find that they expired meanwhile.
            try await trials(
                on: ensemble, isDeclared: isDeclared, sessionTimeout: .seconds(10),
                "sessions moved to a deposed leader, \(isDeclared ? "declared" : "undeclared") list"
            ) {
                crowd, change in
                let leader = try #require(try await ensemble.leader())
                try await leader.hang()
                try await leader.proxy.refuse()
                try await ensemble.waitUntilServing()
                try await crowd.until("all have gone on to another server") { $0.isFollowing }
                try await change()
                for server in ensemble.servers where server.id != leader.id { try await server.proxy.refuse() }
                return leader
            }
        }
    }

    /// - Parameter hangOne: hangs a server, makes the change, and shuts the workers out of the others; returns that server.
    private func trials(
        on ensemble: Ensemble, isDeclared: Bool, sessionTimeout: Duration, _ what: String,
        hangOne: (Crowd, () async throws -> Void) async throws -> EnsembleServer
    ) async throws {
        let begun = ContinuousClock.now
        let list: ZNodePath = "/collectors"
        let rounds = (Self.trials + Self.workers - 1) / Self.workers
        var shownThePast = 0
        try await ListWriter.with(ensemble, list: list) { writer in
            try await writer.put(Self.changes(0), inPlaceOf: [], isDeclared: isDeclared)
            let arguments = Scene.arguments(for: ensemble, list, sessionTimeout: sessionTimeout)
            let endings = try await WorkerProcess.with(Self.workers, arguments: arguments) { workers in
                let crowd = Crowd(workers: workers)
                try await crowd.until("all Things run") { $0.running.count == 52 && $0.isFollowing }
                for round in 1...rounds {
                    for worker in workers { worker.forgetReasons() }
                    let (old, seen) = (Self.changes(round - 1), ["seen-\(round)"])
                    let lagging = try await hangOne(crowd) {
                        try await writer.put(seen, inPlaceOf: old, isDeclared: isDeclared)
                        try await crowd.until("the change is carried out") {
                            $0.running.isSuperset(of: seen) && $0.stopped.isSuperset(of: old)
                        }
                    }
                    try await lagging.proxy.restore()
                    try await lagging.proxy.cut()
                    try await knocked(at: lagging)
                    // What truly comes meanwhile must not be taken for a part of the past.
                    try await writer.put(Self.changes(round), inPlaceOf: seen, isDeclared: isDeclared)
                    try await lagging.resume()
                    try await crowd.until("following there") {
                        $0.isFollowing && $0.running.isSuperset(of: Self.changes(round))
                    }
                    for server in ensemble.servers { try await server.proxy.restore() }
                    shownThePast += workers.count {
                        !$0.now.reasonsShown.isDisjoint(with: ["stale", "history rewound"])
                    }
                }
            }
            for (record, ending) in endings {
                #expect(ending.status == .exited(0))
                #expect(record.offences.isEmpty)
                #expect(record.stopped == Set((0..<rounds).flatMap(Self.changes)), "only what was taken off")
                #expect(Set(record.starts.keys) == Set(Scene.things + (0...rounds).flatMap(Self.changes)))
                #expect(record.starts.values.allSatisfy { $0 == 1 }, "nothing is started again: \(record.starts)")
            }
        }
        Figures.print(
            "\(rounds * Self.workers) trials, \(shownThePast) were shown the past: \(what)",
            ["took": ContinuousClock.now - begun])
    }

    /// What is on the list besides the 50 Things once a round is over.
    private static func changes(_ round: Int) -> [String] { ["seen-\(round)", "unseen-\(round)"] }

    private func knocked(at server: EnsembleServer) async throws {
        let knocks = server.proxy.connectionsAccepted
        let all: Void? = try await Poll.until(every: .milliseconds(5), limit: .seconds(20)) {
            server.proxy.connectionsAccepted >= knocks + Self.workers ? () : nil
        }
        try #require(all != nil, "not all workers knocked at the server that lags")
    }
}

/// Workers that follow the same list.
private struct Crowd {
    let workers: [WorkerProcess]

    func until(_ what: String, _ isWanted: @escaping @Sendable (WorkerRecord) -> Bool) async throws {
        for worker in workers { try await worker.until(what, isWanted) }
    }
}

extension ListWriter {
    /// Puts these on the list besides the 50 Things, where others stood until now.
    fileprivate func put(_ things: [String], inPlaceOf present: [String], isDeclared: Bool) async throws {
        if isDeclared {
            try await declare(Scene.things + things)
        } else if present.isEmpty {
            try await make(Scene.things + things)
        } else {
            let (gone, new) = (Set(present).subtracting(things), Set(things).subtracting(present))
            try await change(removing: gone.sorted(), adding: new.sorted())
        }
    }
}

extension WorkerProcess {
    /// Runs so many workers beside the body.
    fileprivate static func with(
        _ count: Int, arguments: [String], _ body: ([WorkerProcess]) async throws -> Void
    ) async throws -> [(WorkerRecord, Ending)] {
        guard count > 0 else {
            try await body([])
            return []
        }
        var endings: [(WorkerRecord, Ending)] = []
        let ending = try await with(arguments: arguments) { worker in
            endings = try await with(count - 1, arguments: arguments) { try await body($0 + [worker]) }
        }
        return endings + [ending]
    }
}
