/// What an operator repeats to approve one reading: it names that reading with the names that it lists, the floor it is held against,
/// and how often a reading was approved before.
///
/// It can be used once, for that reading alone. One from the past, or one that comes back with a restored backup, names a floor or
/// a number of approvals that is not the present one, and matches nothing. Two restores of one backup may lead to the same zxids and
/// counts, and the names tell them apart.
public struct ApprovalToken: RawRepresentable, Hashable, Sendable {
    /// The token as text: letters, digits and hyphens.
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    init(reading: ListStat, names: NamesDigest, floor: ListStat?, approvals: Int) {
        var numbers: [Int64] = [
            reading.identity.czxid, reading.identity.ctime, reading.pzxid, Int64(reading.cversion),
            Int64(bitPattern: names.value), Int64(approvals),
        ]
        if let floor {
            numbers += [floor.identity.czxid, floor.identity.ctime, floor.pzxid, Int64(floor.cversion)]
        }
        // The sign would be taken for the hyphen between two numbers.
        rawValue = numbers.map { String(UInt64(bitPattern: $0), radix: 36) }.joined(separator: "-")
    }
}

extension ApprovalToken: CustomStringConvertible {
    public var description: String { rawValue }
}
