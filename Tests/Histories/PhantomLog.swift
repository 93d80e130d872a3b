internal import HoldfastCore

/// The Things that the worker has stopped on proof and that nobody has put on the list since: whichever list comes back, they are not to
/// be started.
struct PhantomLog {
    private struct Gone {
        /// All incarnations of it that were ever stopped.
        var fences: Set<Int64> = []
        /// When the last of them was.
        var at: Duration
    }

    private var gone: [ThingID: Gone] = [:]
    /// When a writer last said that a Thing is to be on the list.
    private var meant: [ThingID: Duration] = [:]
    /// The readings that operators approved, by their `pzxid`.
    private var approved: [(at: Duration, revision: Int64)] = []

    /// An entry that is younger than the revision at which it was absent was not the one that went: somebody approved an older reading.
    mutating func stopped(_ id: ThingID, fence: Int64?, at now: Duration, revision: Int64) {
        guard let fence, fence <= revision else { return }
        gone[id, default: Gone(at: now)].fences.insert(fence)
        gone[id]?.at = now
    }

    mutating func meant(_ id: ThingID, at now: Duration) {
        meant[id] = now
    }

    mutating func approved(_ token: ApprovalToken, at now: Duration) {
        let parts = token.rawValue.split(separator: "-")
        guard parts.count > 2, let revision = UInt64(parts[2], radix: 36) else { return }
        approved.append((now, Int64(bitPattern: revision)))
    }

    /// Another worker: it may not know of what its forerunner learned last.
    mutating func beginAnew(_ end: LifeLog.End, since moment: Duration) {
        switch end {
        case .kept: break
        case .cutShort: gone = gone.filter { $0.value.at < moment }
        case .forgotten: gone = [:]
        }
    }

    /// When that incarnation of a Thing was taken off, where nobody has said since that it is to be on the list; else nil.
    func goneSince(_ id: ThingID, fence: Int64) -> Duration? {
        guard let gone = gone[id], gone.fences.contains(fence) else { return nil }
        return meant[id].map { $0 >= gone.at } == true ? nil : gone.at
    }

    /// The readings that were approved since.
    func approvedRevisions(since moment: Duration) -> [Int64] {
        approved.filter { $0.at >= moment }.map(\.revision)
    }
}
