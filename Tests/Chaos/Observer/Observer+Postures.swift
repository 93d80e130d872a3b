// Whether the posture told the truth.
extension Observer {
    mutating func judgePostures() {
        judgeReasons()
        for fault in trace.faults {
            judgeSeen(fault)
            judgeHeld(fault)
            judgeFollowingAgain(after: fault.record)
        }
        if postures.isEmpty { violates(.posture, at: trace.end, "the worker never said what its posture is") }
    }

    /// A reason that speaks of the list is only true when something befell the list.
    private mutating func judgeReasons() {
        for posture in postures {
            for reason in posture.reasons where Expectations.listReasons.contains(reason) {
                let isExplained = trace.faults.contains { fault in
                    fault.expects.mayShow.contains(reason) && posture.at >= fault.record.begins
                        && posture.at <= fault.record.ended + trace.settings.patience
                }
                if !isExplained {
                    violates(.posture, at: posture.at, "it held for '\(reason)', and nothing of the kind had happened")
                }
            }
        }
    }

    /// The right reason was shown.
    private mutating func judgeSeen(_ fault: EpisodeTrace.Fault) {
        let expected = fault.expects.mustShow
        guard !expected.isEmpty, !isObscured(fault) else { return }
        let until = fault.record.ended + trace.settings.patience
        let shown = postures.filter { $0.at >= fault.record.begins && $0.at <= until }.flatMap(\.reasons)
        if expected.isDisjoint(with: shown) {
            violates(
                .posture, at: fault.record.ended,
                "\(fault.record.name): it never held for \(expected.sorted().joined(separator: " or "))")
        }
    }

    /// Whether another fault may have kept the worker from seeing this one: a worker that is there sees that no server answers,
    /// whatever else happens.
    private func isObscured(_ fault: EpisodeTrace.Fault) -> Bool {
        let record = fault.record
        if record.ends - record.begun < trace.settings.detection { return true }
        let isOfConnection = fault.expects.mustShow.isSubset(of: Expectations.disconnected)
        return trace.faults.contains { other in
            other.record != record && (isOfConnection ? other.expects.silencesWorker : other.expects.hides != .nothing)
                && other.record.begins <= record.ended
                && other.record.ended + trace.settings.failover >= record.begins
        }
    }

    /// It never follows while nothing can be known, once it can have noticed.
    private mutating func judgeHeld(_ fault: EpisodeTrace.Fault) {
        guard fault.expects.mustHold, !isObscured(fault) else { return }
        let begin = fault.record.begun + trace.settings.detection
        let end = fault.record.ends
        guard begin < end, !isSilent(within: begin...end) else { return }
        let atBegin = postures.last { $0.at <= begin }.map { [$0] } ?? []
        for posture in atBegin + postures.filter({ $0.at > begin && $0.at < end }) where posture.state != "holding" {
            violates(
                .posture, at: max(begin, posture.at),
                "\(fault.record.name): it said '\(posture.state)' and could know nothing")
        }
    }

    private func isSilent(within range: ClosedRange<Double>) -> Bool {
        trace.faults.contains {
            $0.expects.silencesWorker && $0.record.begins <= range.upperBound && $0.record.ended >= range.lowerBound
        }
    }

    /// It follows again within its bound.
    private mutating func judgeFollowingAgain(after fault: FaultRecord) {
        let patience = trace.settings.patience
        let due = clear.knowable(from: fault.ended, for: patience) + patience
        let last = postures.last { $0.at <= fault.ended }
        let following =
            last?.state == "following"
            || postures.contains {
                $0.at > fault.ended && $0.at <= due && $0.state == "following"
            }
        if !following {
            violates(
                .posture, at: min(due, trace.end),
                "it did not follow again by \(Self.text(due)) after \(fault.name), which ended at \(Self.text(fault.ended))"
            )
        }
    }

    mutating func judgeCounts() {
        for count in trace.counts {
            if count.sessions > count.mostSessions {
                violates(
                    .leftOver, at: count.at,
                    "\(count.sessions) sessions at the servers, more than \(count.mostSessions)")
            }
            if count.watches > count.mostWatches {
                violates(
                    .leftOver, at: count.at, "\(count.watches) watches at the servers, more than \(count.mostWatches)")
            }
        }
    }
}
