internal import HoldfastTesting

/// Which backups were restored, one after the other, and what was done between two of them.
struct RestoreLog {
    private var restored: [Int] = []
    private var wasWritten = false
    private var wasApproved = false

    mutating func approved() { wasApproved = true }

    /// - Returns: what came about with that.
    mutating func saw(_ cause: ListObservation.Cause) -> [Happening] {
        switch cause {
        case .write, .sessionEnd:
            wasWritten = true
            return []
        case .wipe, .snapshot:
            return []
        case .restore(let number):
            var happenings: [Happening] = []
            if let last = restored.last {
                if number < last { happenings.append(.olderRestored) }
                if number > last { happenings.append(.youngerRestored) }
                if wasWritten { happenings.append(.writtenBetween) }
                if wasApproved { happenings.append(.approvedBetween) }
            }
            if restored.contains(number) { happenings.append(.restoredTwice) }
            restored.append(number)
            (wasWritten, wasApproved) = (false, false)
            return happenings
        }
    }
}
