extension FaultPlan {
    /// Has the faults happen to an ensemble, from now on, and returns when the last of them is over.
    ///
    /// A fault that is impossible when its time comes is passed over, and noted on the timeline. At the end all faults that are
    /// under way are ended, also those that somebody else began; when the task is cancelled, too.
    public func play(on ensemble: SimulatedEnsemble, in simulation: Simulation) async {
        let begun = simulation.now
        var passedOver: Set<Int> = []
        for turn in turns {
            let moment = begun.advanced(by: turn.at)
            guard (try? await simulation.clock.sleep(until: moment)) != nil else { break }
            // What did not begin has no end: it would be that of another entry with the same fault.
            guard turn.isBegin || !passedOver.contains(turn.entry) else { continue }
            if !turn.take(on: ensemble, in: simulation) { passedOver.insert(turn.entry) }
        }
        ensemble.heal()
        simulation.note("all faults have ended")
    }

    private struct Turn {
        /// Which entry it belongs to.
        var entry: Int
        var at: Duration
        var fault: SimulatedFault
        var isBegin: Bool

        /// - Returns: whether it was possible.
        func take(on ensemble: SimulatedEnsemble, in simulation: Simulation) -> Bool {
            do throws(SimulatedEnsembleError) {
                if isBegin { try ensemble.begin(fault) } else { try ensemble.end(fault) }
                simulation.note("\(isBegin ? "fault" : "end of fault"): \(fault)")
                return true
            } catch {
                simulation.note("passed over: \(error)")
                return false
            }
        }
    }

    private var turns: [Turn] {
        let begins = entries.enumerated().map { index, entry in
            Turn(entry: index, at: entry.begins, fault: entry.fault, isBegin: true)
        }
        let ends = entries.enumerated().filter { !$1.fault.isMomentary }.map { index, entry in
            Turn(entry: index, at: entry.ends, fault: entry.fault, isBegin: false)
        }
        // Swift's sort is stable: what is written first comes first.
        return (begins + ends).sorted { $0.at < $1.at }
    }
}
