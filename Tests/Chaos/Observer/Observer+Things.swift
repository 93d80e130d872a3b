// Whether what ran is what should.
extension Observer {
    /// Every stop is one that the operator wanted.
    mutating func judgeStops() {
        let permits = Dictionary(grouping: trace.permits, by: \.thing)
        let additions = Dictionary(grouping: trace.changes.filter { $0.kind == .added }, by: \.thing)
        func isPermitted(_ thing: String, at time: Double) -> Bool {
            guard let removal = permits[thing]?.last(where: { $0.at <= time }) else { return false }
            return additions[thing]?.contains { $0.begun > removal.at && $0.written <= time } != true
        }
        for (index, run) in runs.enumerated() where run.end == .stopped {
            guard let ended = run.ended, !isPermitted(run.thing, at: ended) else { continue }
            marksWronglyStopped(index)
            violates(
                .wrongfulStop, at: ended, thing: run.thing,
                "\(run.thing) was stopped, and nobody took it off the list (its proof: \(run.proof ?? "none"))")
        }
    }

    /// What was assigned when a process ended runs again in the next: it was kept on disk, and no server is needed for that.
    mutating func judgeRestarts() {
        let patience = trace.settings.patience
        let permitted = Set(trace.permits.map(\.thing))
        for process in processes.dropFirst() {
            let due = (process.ready ?? process.started) + patience
            guard process.ended.map({ $0 >= due }) ?? true, trace.end >= due else { continue }
            let started = Set(runs.filter { $0.started >= process.started && $0.started <= due }.map(\.thing))
            for thing in trace.things where !started.contains(thing) && !permitted.contains(thing) {
                violates(
                    .wrongfulStop, at: due, thing: thing,
                    "\(thing) was not begun again after the process was, and nobody took it off the list")
            }
        }
    }

    /// The true changes, each with its bound and when it was carried out.
    var changes: [ChangeRecord] {
        let patience = trace.settings.patience
        let histories = Dictionary(grouping: runs, by: \.thing)
        let additions = Dictionary(grouping: trace.changes.filter { $0.kind == .added }, by: \.thing)
        return trace.changes.map { change in
            let knowable = clear.knowable(from: change.written, for: patience)
            return ChangeRecord(
                kind: change.kind, thing: change.thing, written: change.written, knowable: knowable,
                due: knowable + patience,
                carriedOut: carriedOut(change, histories[change.thing] ?? [], additions[change.thing] ?? []))
        }
    }

    /// - Parameters:
    ///   - history: when the Thing ran.
    ///   - additions: when it was put on the list.
    private func carriedOut(_ change: TrueChange, _ history: [ThingRun], _ additions: [TrueChange]) -> Double? {
        switch change.kind {
        case .added:
            return history.first { $0.started >= change.begun }?.started
        case .updated:
            let started = history.first { $0.started >= change.begun }?.started
            let updated = updates[change.thing]?.first { $0 >= change.begun }
            return [started, updated].compactMap(\.self).min()
        case .removed:
            // It was carried out when the Thing ran for the last time before it was put on again.
            let again = additions.first { $0.begun > change.begun }
            let before = history.filter { $0.started < again?.begun ?? .infinity }
            guard let last = before.last else { return change.written }
            return last.ended.map { max($0, change.begun) }
        }
    }
}
