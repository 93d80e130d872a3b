internal import HoldfastZooKeeper
internal import TestSupport

// What happens to sessions.
extension Fault {
    static let sessions: [Fault] = [
        Fault(
            name: "ephemeral owner gone",
            does:
                "some entries are written anew as ephemeral, and the session that owns them is closed; they are put back at the end",
            standsFor: "a writer that keeps its assignments in its own session, and is restarted",
            touches: [.list], lasts: 4...6,
            expects: Expectation(
                hides: .throughout, mustShow: ["ephemeral entry gone"], mayShow: Expectation.listReasons),
            expectsDeclared: .list(["declaration not covering"])
        ) { stage in
            try await stage.befallsList(
                { _ in },
                during: { entries in
                    try await ListWriter.with(stage.ensemble, list: stage.desk.writer.list) { dying in
                        try await stage.lend(entries, from: dying)
                        try await stage.lasts(1.5)
                    }
                })
        }
    ]
}

extension Stage {
    /// Writes entries anew, so that they belong to the session of this writer.
    func lend(_ things: [String], from writer: ListWriter) async throws {
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
