/// The library's result codes that are read outside of errors.
enum LibraryCode {
    static let ok: Int32 = 0
    static let noNode: Int32 = -101
    static let noWatch: Int32 = -121
    static let sessionExpired: Int32 = -112
    static let authenticationFailed: Int32 = -115
    static let closing: Int32 = -116
    /// The session went on at another server meanwhile.
    static let sessionMoved: Int32 = -118
    static let connectionLoss: Int32 = -4
    /// An operation of a transaction that was not tried since another failed.
    static let notTried: Int32 = -2

    /// Whether a server answered, well or badly: all else says that no answer came.
    static func isOfServer(_ code: Int32) -> Bool {
        code == ok || code <= noNode && ![sessionExpired, authenticationFailed, closing, sessionMoved].contains(code)
    }
}
