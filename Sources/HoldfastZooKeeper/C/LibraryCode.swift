/// The library's result codes that are read outside of errors.
enum LibraryCode {
    static let ok: Int32 = 0
    static let noNode: Int32 = -101
    static let closing: Int32 = -116
    static let connectionLoss: Int32 = -4
    /// An operation of a transaction that was not tried since another failed.
    static let notTried: Int32 = -2

    /// Whether the code says something of the connection or the session, which marks every operation of a transaction
    /// alike.
    static func concernsConnection(_ code: Int32) -> Bool {
        [-2, -4, -7, -9, -12, -112, -115, -116, -118].contains(code)
    }
}
