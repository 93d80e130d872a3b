internal import HoldfastEnsemble
internal import HoldfastZooKeeper
internal import TestSupport

// What happens to sessions.
extension Fault {
    static let sessions: [Fault] = [
        Fault(
            name: "session expired",
            does: "the worker's session is closed at the servers by a second connection with its id and password",
            standsFor: "a worker that paused for longer than its timeout", touches: [.network], lasts: 5...6,
            expects: .brief
        ) { stage in
            let own = try await stage.desk.writer.client.connected().sessionID
            for server in stage.ensemble.servers {
                // A server that another fault keeps from answering has no session to end.
                guard let sessions = try? await server.sessions() else { continue }
                for session in sessions where session != own { try? await server.expire(session: session) }
            }
            return BegunFault(end: {})
        },
        Fault(
            name: "ephemeral owner gone",
            does:
                "some entries are written anew as ephemeral, and the session that owns them is closed; they are put back at "
                + "the end",
            standsFor: "a writer that keeps its assignments in its own session, and is restarted",
            touches: [.list], lasts: 4...6, expects: ephemeralGone, expectsDeclared: .list(["declaration not covering"])
        ) { stage in
            try await stage.befallsList(
                { _ in },
                during: { entries in
                    try await ListWriter.with(stage.ensemble, list: stage.desk.writer.list) { dying in
                        try await stage.lend(entries, from: dying)
                        try await stage.lasts(1.5)
                    }
                })
        },
        Fault(
            name: "ephemeral owner lingering",
            does:
                "some entries are written anew as ephemeral, and their owner loses its connection and never comes back: they go "
                + "when its session times out",
            standsFor: "a writer that crashed", touches: [.list, .network], lasts: 6...8, expects: ephemeralGone,
            expectsDeclared: .list(["declaration not covering"])
        ) { stage in
            try await stage.befallsList(
                { _ in },
                during: { entries in
                    let timeout = Duration.seconds(stage.settings.sessionTimeout)
                    try await ListWriter.with(
                        stage.ensemble, list: stage.desk.writer.list, sessionTimeout: timeout, isProxied: true
                    ) { dying in
                        try await stage.lend(entries, from: dying)
                        try await stage.lasts(0.5)
                        // What is closed without a connection leaves its session behind.
                        try await stage.eachProxy { try await $0.refuse() }
                    }
                    try await stage.eachProxy { try await $0.restore() }
                    // Until it is cancelled: the proxies are open again, the entries are not back.
                    try await stage.lasts(600)
                })
        },
    ]

    private static let ephemeralGone = Expectations(
        hides: .throughout, mustShow: ["ephemeral entry gone"], mayShow: Expectations.listReasons)
}

extension Stage {
    /// Writes entries anew, so that they belong to the session of this writer.
    fileprivate func lend(_ things: [String], from writer: ListWriter) async throws {
        try await desk.insist {
            let operations: [TransactionOperation] = try things.flatMap { thing -> [TransactionOperation] in
                let path = try writer.path(thing)
                let payload = Array(ListWriter.payload.utf8)
                return [.delete(path, version: nil), .create(path, data: payload, mode: .ephemeral)]
            }
            _ = try await writer.client.multi(operations)
        }
    }
}
