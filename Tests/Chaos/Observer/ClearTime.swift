/// When the worker could know, and when not: from the faults alone.
struct ClearTime: Sendable {
    /// The times in which changes are hidden from the worker, in order and apart.
    let hidden: [ClosedRange<Double>]

    init(_ faults: [EpisodeTrace.Fault], settings: SuiteSettings) {
        var ranges: [ClosedRange<Double>] = []
        for fault in faults {
            let record = fault.record
            switch fault.expects.hides {
            case .nothing: continue
            case .throughout: ranges.append(record.begins...record.ended)
            case .briefly:
                // Its end may be another disturbance: a server that comes back can make the others elect anew.
                ranges.append(record.begins...(record.begun + settings.failover))
                ranges.append(record.ends...record.ended)
            }
        }
        // Two that are brief each by itself may leave nothing when they overlap.
        let noticed = faults.filter { $0.expects.hides != .nothing }.map(\.record)
        for (index, one) in noticed.enumerated() {
            for other in noticed[(index + 1)...] {
                let begin = max(one.begins, other.begins)
                let end = min(one.ended, other.ended)
                if begin <= end { ranges.append(begin...end) }
            }
        }
        hidden = ranges.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) { merged, range in
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
    }

    /// What was written at a time may be known without a break for so long: from when on.
    func knowable(from written: Double, for patience: Double) -> Double {
        var begin = written
        for range in hidden where range.upperBound > begin {
            if range.lowerBound >= begin + patience { break }
            begin = range.upperBound
        }
        return begin
    }

    func isHidden(_ time: Double) -> Bool {
        hidden.contains { $0.contains(time) }
    }
}
