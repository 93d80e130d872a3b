import HoldfastCore
import HoldfastEnsemble

/// What happens in the demo, and in which order.
struct DemoScript: Sendable {
    let stage: Stage
    let observer: Observer
    let ensemble: Ensemble
    let things: DemoThings
    let listOperator: ListOperator

    /// Plays all acts, shows the table, and judges.
    ///
    /// - Throws: ``DemoFailure`` where a Thing was wrongly stopped or fell silent, or the true removal was not carried out.
    func play() async throws {
        try await begin()
        let records = [
            try await leaderHangs(), try await twoServersDie(), try await listComesBackEmpty(),
            try await oneThingIsTakenOff(),
        ]
        await stage.show([""] + ResultTable(records: records).lines + [""])
        try await judge(records)
    }

    private func begin() async throws {
        let count = things.ids.count
        await stage.say("They serve, and the list \(things.list) names \(count) Things. A worker follows it.")
        try await observer.wait(until: "all Things run", limit: .seconds(20)) {
            $0.running.count == count && $0.isFollowing
        }
        await stage.say(
            "All \(count) Things run: four sample /proc/loadavg, four /proc/meminfo, four a TCP server's lines.")
    }

    private func leaderHangs() async throws -> FaultRecord {
        guard let leader = try await ensemble.leader() else { throw DemoFailure("the servers have no leader") }
        let timeout = Demo.sessionTimeout.inSeconds
        return try await act(
            "the leader hangs", seconds: 6,
            cause: {
                await stage.say(
                    "1. The leader, server \(leader.id), hangs: its sockets stay open, and nothing is answered.")
                try await leader.hang()
            },
            lift: {
                await stage.say("   The leader runs again, after three times the session timeout of \(timeout).")
                try await leader.resume()
            }
        )
    }

    private func twoServersDie() async throws -> FaultRecord {
        let victims = try await twoServers()
        let names = victims.map { "\($0.id)" }.joined(separator: " and ")
        return try await act(
            "two of three servers die", seconds: 6,
            cause: {
                await stage.say("2. Two servers die, \(names), the leader among them: the third has no quorum.")
                for victim in victims { try await victim.kill() }
                try await observer.wait(until: "the worker holds", limit: .seconds(10)) { !$0.isFollowing }
            },
            lift: {
                await stage.say("   Both servers are started again.")
                for victim in victims { try await victim.start() }
            }
        )
    }

    private func listComesBackEmpty() async throws -> FaultRecord {
        try await act(
            "the list comes back empty", seconds: 4,
            cause: {
                await stage.say(
                    "3. The list is emptied in one transaction: a well-formed answer, and no server is in trouble.")
                try await listOperator.carryOut(things.emptying)
                try await observer.wait(until: "the worker holds", limit: .seconds(10)) { !$0.isFollowing }
            },
            lift: {
                await stage.say("   The list is filled again, in one transaction.")
                try await listOperator.carryOut(things.assignment)
            }
        )
    }

    private func oneThingIsTakenOff() async throws -> FaultRecord {
        let id = things.ids[things.ids.count - 1]
        await stage.say("4. One Thing, \(id), is truly taken off the list: now a stop is right.")
        observer.willTakeOff(id)
        let watched = Observation(of: observer)
        try await listOperator.carryOut([things.removal(of: id)])
        try await observer.wait(until: "\(id) is stopped", limit: .seconds(15)) { $0.rightlyStopped.contains(id) }
        var record = watched.record(of: "one Thing is truly taken off")
        record.readings[id] = nil

        let stopped = Observation(of: observer)
        try await Task.sleep(for: .seconds(2))
        let since = stopped.readings
        let others = since.values.reduce(0, +)
        await stage.say(
            "   In the 2 s since, \(id) took \(since[id] ?? 0) readings, and the other Things took \(others).")
        guard since[id] == 0 else { throw DemoFailure("\(id) was stopped, and went on taking readings") }
        record.runningAfter = observer.score.running.count
        return record
    }
}

// MARK: - What the acts share

extension DemoScript {
    /// One fault: it is caused, watched for some seconds, and lifted; then the worker is to follow its list again.
    private func act(
        _ fault: String, seconds: Int, cause: () async throws -> Void, lift: () async throws -> Void
    ) async throws -> FaultRecord {
        let watched = Observation(of: observer)
        try await cause()
        for second in 1...seconds {
            try await ContinuousClock().sleep(until: watched.begin + .seconds(second))
            guard second.isMultiple(of: 2) else { continue }
            let readings = watched.readings.values.reduce(0, +)
            let running = observer.score.running.count
            await stage.say("   For \(second) s: \(running) Things run, and took \(readings) readings meanwhile.")
        }
        var record = watched.record(of: fault)
        try await lift()
        try await observer.wait(until: "the worker follows its list again", limit: .seconds(30)) { $0.isFollowing }
        record.runningAfter = observer.score.running.count
        record.wronglyStopped = watched.wronglyStopped
        return record
    }

    /// The leader and one more.
    private func twoServers() async throws -> [EnsembleServer] {
        guard let leader = try await ensemble.leader(),
            let other = ensemble.servers.first(where: { $0.id != leader.id })
        else { throw DemoFailure("the servers have no leader") }
        return [leader, other]
    }

    private func judge(_ records: [FaultRecord]) async throws {
        let wrong = records.reduce(0) { $0 + $1.wronglyStopped }
        guard wrong == 0 else { throw DemoFailure("\(wrong) Things were wrongly stopped") }
        let silent = Set(records.flatMap(\.silent)).sorted().map(\.description).joined(separator: ", ")
        guard silent.isEmpty else { throw DemoFailure("these Things took no reading during a fault: \(silent)") }
        guard let last = records.last, last.runningAfter == last.runningBefore - 1 else {
            throw DemoFailure("the Things that run in the end are not those on the list")
        }
        await stage.say("No Thing was wrongly stopped, and the one that was truly taken off was stopped.")
    }
}
