/// What a list is read for, which says what of an earlier reading may be relied on; each relies on less than the one before.
enum ReadPurpose: Int, Hashable, Comparable, Sendable {
    /// To follow what changed: what is watched, and what the declaration accounts for, is not read again.
    case following
    /// To find out what became of payloads that nothing tells of.
    case refreshing
    /// To list the names, and to watch them again, where they were followed by the declaration's account and others came or went.
    case listing
    /// To see the list as a server shows it that was made to catch up: all is read.
    case catchingUp

    static func < (left: ReadPurpose, right: ReadPurpose) -> Bool { left.rawValue < right.rawValue }
}
