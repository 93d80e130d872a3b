/// Why the last known good could not be read or kept.
public struct LastKnownGoodError: Error, Hashable, Sendable {
    /// What went wrong.
    public struct Code: Hashable, Sendable {
        enum Kind: Hashable {
            case inUse, otherOwner, damaged, unreadable, unwritable, unanswered
        }

        let kind: Kind

        /// Another process, or another store of this one, uses the folder.
        public static let inUse = Code(kind: .inUse)
        /// The folder holds the memory of another list or of another worker. Nothing of it is touched.
        public static let otherOwner = Code(kind: .otherOwner)
        /// All that was kept is damaged. The files are put aside, and the next value can be kept.
        public static let damaged = Code(kind: .damaged)
        /// What is kept cannot be read now. It may be good: nothing of it is touched, and nothing is kept until it can be read.
        public static let unreadable = Code(kind: .unreadable)
        /// Nothing can be written: a full disk, a read-only one, a folder that is not ours.
        public static let unwritable = Code(kind: .unwritable)
        /// The disk was waited for in vain; what it was asked for may still come to pass.
        public static let unanswered = Code(kind: .unanswered)
    }

    public var code: Code
    /// What went wrong, in words, with the folder.
    public var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension LastKnownGoodError: CustomStringConvertible {
    public var description: String { message }
}
