/// One thing that happens in a history; the salt picks whom it happens to.
struct Fact: Hashable, CustomStringConvertible {
    enum Kind: String, CaseIterable {
        // A publisher.
        case declareAdd, declareRemove, declareMore, replace, drain, adopt, declareUpdate, confirm, clockAhead,
            clockBack,
            stateFarAhead
        // A writer that has never heard of declarations.
        case add, remove, removeMost, empty, swap, set, addEphemeral, endEphemerals, scribble, remake, remakeAndRemove
        // The servers.
        case backUp, restore, restoreAndLift, backUpOther, restoreOther, wipe, recreatePart, deleteList, returnList,
            meetStranger, leaveStranger
        // What the worker learns.
        case read, readUnread, readOlder, readLagging, failRead, tearRead, audit, reachDeadline
        // The connection, and time.
        case disconnect, reconnect, newSession, waitShortly, settle, waitLong
        // The operator, the worker and its Things.
        case approve, approveInData, approveOld, stopOne, resumeOne, restart, failOften
    }

    var kind: Kind
    var salt: Int

    var description: String { "\(kind.rawValue) \(salt)" }

    /// One fact in two is that the worker reads: else it learns little of what happens.
    static func random(using random: inout SplitMix) -> Fact {
        let kind = random.next() % 3 == 0 ? .read : Kind.allCases[Int(random.next() % UInt64(Kind.allCases.count))]
        return Fact(kind: kind, salt: Int(random.next() % 64))
    }
}

/// Random numbers from a seed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
