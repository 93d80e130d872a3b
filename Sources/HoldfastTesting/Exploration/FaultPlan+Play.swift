extension FaultPlan {
    /// Has the faults happen to an ensemble, from now on, and returns when the last of them is over.
    ///
    /// A fault that is impossible when its time comes is passed over, and noted on the timeline. At the end all faults that are
    /// under way are ended, also those that somebody else began; when the task is cancelled, too.
    public func play(on ensemble: SimulatedEnsemble, in simulation: Simulation) async {
        let begun = simulation.now
        for turn in turns {
            let moment = begun.advanced(by: turn.at)
            guard (try? await simulation.clock.sleep(until: moment)) != nil else { break }
            turn.take(on: ensemble, in: simulation)
        }
        ensemble.heal()
        simulation.note("all faults have ended")
    }

    private struct Turn {
        var at: Duration
        var fault: SimulatedFault
        var isBegin: Bool

        func take(on ensemble: SimulatedEnsemble, in simulation: Simulation) {
            do throws(SimulatedEnsembleError) {
                if isBegin { try ensemble.begin(fault) } else { try ensemble.end(fault) }
                simulation.note("\(isBegin ? "fault" : "end of fault"): \(fault)")
            } catch {
                simulation.note("passed over: \(error)")
            }
        }
    }

    private var turns: [Turn] {
        let begins = entries.map { Turn(at: $0.begins, fault: $0.fault, isBegin: true) }
        let ends = entries.filter { !$0.fault.isMomentary }.map { Turn(at: $0.ends, fault: $0.fault, isBegin: false) }
        // Swift's sort is stable: what is written first comes first.
        return (begins + ends).sorted { $0.at < $1.at }
    }
}
