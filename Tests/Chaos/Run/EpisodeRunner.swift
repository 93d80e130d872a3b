internal import Foundation
internal import HoldfastEnsemble
internal import HoldfastZooKeeper
internal import TestSupport

/// Plays one episode on an ensemble, and has it judged.
struct EpisodeRunner: Sendable {
    let ensemble: Ensemble
    let command: WorkerCommand
    var settings = SuiteSettings()
    /// Whether nobody else uses the ensemble, so that its counts are those of this episode.
    var isAlone = true

    /// How an episode went, and what it leaves behind to look into.
    struct Outcome: Sendable {
        var record: EpisodeRecord
        var trace: EpisodeTrace
        var workerLog: String
        /// Whether the ensemble is as it was, and may serve another episode.
        var isEnsembleWhole: Bool
    }

    /// - Parameter number: its place in the run.
    /// - Throws: only `CancellationError`. What else goes wrong is found in the record.
    func run(_ plan: EpisodePlan, number: Int = 1) async throws -> Outcome {
        let things = (1...settings.things).map { "thing-\($0)" }
        let journal = Journal(EpisodeTrace(settings: settings, isDeclared: plan.isDeclared, things: things))
        var record = EpisodeRecord(
            number: number, name: plan.name, seed: plan.seed, isDeclared: plan.isDeclared,
            began: Date().timeIntervalSince1970, things: things, replay: plan.replay)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "holdfast-chaos-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let list = try ZNodePath("/chaos-\(UInt32.random(in: 0 ... .max))")
        let options =
            ["--servers", ensemble.proxiedConnectString, "--path", "\(list)", "--state-dir", folder.path]
            + settings.workerArguments
        let worker = WorkerSlot(command, options: options, journal: journal)
        var failure: String?
        do {
            try await ListWriter.with(ensemble, list: list, sessionTimeout: .seconds(settings.sessionTimeout)) {
                writer in
                let desk = ListDesk(writer: writer, isDeclared: plan.isDeclared, things: things, journal: journal)
                let stage = Stage(
                    ensemble: ensemble, desk: desk, worker: worker, journal: journal, settings: settings)
                try await play(plan, on: stage)
            }
        } catch {
            try Task.checkCancellation()
            failure = "\(error)"
            journal.ended()
        }
        let trace = journal.trace
        let judgement = Observer.judge(trace)
        record.fill(from: judgement)
        if let failure {
            record.violations.append(
                Violation(
                    kind: .conduct, at: trace.end, words: "the episode could not be played to its end: \(failure)"))
        }
        record.took = journal.now
        return Outcome(
            record: record, trace: trace, workerLog: worker.log, isEnsembleWhole: failure == nil)
    }

    private func play(_ plan: EpisodePlan, on stage: Stage) async throws {
        try await stage.desk.restore()
        let before = isAlone ? try await counts() : nil
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await stage.worker.run() }
            stage.worker.start()
            guard try await stage.settles(within: 60) else {
                throw StageError("the worker did not come to run all Things and follow its list within 60 s")
            }
            try await perform(plan, on: stage)
            if try await !stage.settles(within: settings.patience / 2) { try await giveOwedWord(on: stage) }
            try await stage.settles()
            try await makeLastChanges(on: stage)
            if let before { try await count(.following, on: stage, before: before) }
            try await stage.worker.terminate()
            stage.worker.finish()
            try await group.waitForAll()
            stage.journal.ended()
            if let before { try await count(.afterwards, on: stage, before: before) }
        }
        try await stage.desk.clear()
    }

    /// The faults and the changes, each at its time.
    private func perform(_ plan: EpisodePlan, on stage: Stage) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for planned in plan.faults {
                guard let fault = Catalogue.fault(named: planned.name) else {
                    throw StageError("there is no fault '\(planned.name)'")
                }
                group.addTask {
                    try await stage.lasts(planned.begins)
                    try await befall(fault, planned, on: stage)
                }
            }
            for change in plan.changes {
                group.addTask {
                    try await stage.lasts(change.at)
                    try await make(change, on: stage)
                }
            }
            // One that fails ends the others: they may wait for what it will never do.
            while try await group.next() != nil {}
        }
    }

    private func befall(_ fault: Fault, _ planned: EpisodePlan.PlannedFault, on stage: Stage) async throws {
        var stage = stage
        stage.pick = planned.pick
        let journal = stage.journal
        let begins = journal.now
        let begun = try await fault.begin(stage)
        let hasBegun = journal.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let during = begun.during {
                // Once it is cancelled it need not come to its own end.
                group.addTask {
                    do {
                        try await during()
                    } catch {
                        guard Task.isCancelled else { throw error }
                    }
                }
            }
            try await ContinuousClock().sleep(for: .seconds(planned.lasts))
            group.cancelAll()
            try await group.waitForAll()
        }
        let ends = journal.now
        try await begun.end()
        let record = FaultRecord(
            name: fault.name, met: begun.met, begins: begins, begun: hasBegun, ends: ends, ended: journal.now)
        journal.add(.init(record: record, expects: fault.expectation(isDeclared: stage.desk.isDeclared)))
    }

    private func make(_ change: EpisodePlan.PlannedChange, on stage: Stage) async throws {
        try await stage.desk.take()
        defer { stage.desk.giveBack() }
        switch change.kind {
        case .added: try await stage.desk.add([change.thing])
        case .removed: try await stage.desk.remove([change.thing])
        case .updated: try await stage.desk.update(change.thing, payload: ListWriter.otherPayload)
        }
    }

    /// Without declarations a removal that the worker had not seen before something befell its list needs a word: it would be worse to
    /// take what was lost for what was taken off.
    private func giveOwedWord(on stage: Stage) async throws {
        var given: String?
        while let token = stage.journal.owedApproval, token != given {
            try await stage.desk.approve(token)
            stage.journal.wordGiven()
            given = token
            try await stage.settles(within: 3)
        }
    }

    /// Holding must not become never letting go: every episode ends with a true addition and a true removal.
    private func makeLastChanges(on stage: Stage) async throws {
        let last = "thing-\(settings.things)"
        try await make(.init(kind: .added, thing: "last", at: 0), on: stage)
        if stage.desk.things.contains(last) {
            try await make(.init(kind: .removed, thing: last, at: 0), on: stage)
        }
        try await stage.settles()
        // A stop that is still to come comes within the quiet time.
        try await stage.lasts(settings.quiet)
    }

    private func counts() async throws -> ServerCounts? {
        try await Poll.until(every: .milliseconds(50), limit: .seconds(10)) { try await ServerCounts(of: ensemble) }
    }

    /// Asks until the counts are what they may be, or for so long as a lost session may linger.
    private func count(_ when: ServerCountRecord.When, on stage: Stage, before: ServerCounts) async throws {
        let isRunning = when == .following
        let mostSessions = isRunning ? 1 : 0
        // Two on the list node, one on each payload.
        let mostWatches = isRunning ? 2 + stage.desk.things.count : 0
        var latest: ServerCountRecord?
        let limit = Duration.seconds(2 * settings.sessionTimeout + settings.slack)
        _ = try await Poll.until(every: .milliseconds(100), limit: limit) { () -> Void? in
            guard let now = try await ServerCounts(of: ensemble) else { return nil }
            let record = ServerCountRecord(
                at: stage.journal.now, when: when, sessions: max(0, now.sessions - before.sessions),
                mostSessions: mostSessions, watches: max(0, now.watches - before.watches), mostWatches: mostWatches)
            latest = record
            return record.sessions <= mostSessions && record.watches <= mostWatches ? () : nil
        }
        if let latest { stage.journal.add(latest) }
    }
}

extension EpisodeRecord {
    fileprivate mutating func fill(from judgement: Observer) {
        let trace = judgement.trace
        faults = trace.faults.map(\.record).sorted { $0.begins < $1.begins }
        changes = judgement.changes.filter { !$0.thing.hasPrefix(ThingRun.crowdPrefix) }
        processes = judgement.processes
        postures = judgement.postures
        runs = judgement.runs.filter { !$0.thing.hasPrefix(ThingRun.crowdPrefix) || $0.isWronglyStopped }
        running = judgement.running
        counts = trace.counts
        violations = judgement.violations
    }
}
