/// The password that a ZooKeeper server gives to a session.
///
/// Servers do not store it: `SessionTrackerImpl` and `ZooKeeperServer.generatePasswd` make it anew from the session's id, with
/// `java.util.Random`, whenever a client resumes. So who knows the id knows the password.
enum SessionPassword {
    /// `ZooKeeperServer.superSecret`.
    private static let secret: UInt64 = 0xB341_5C00

    static func of(session: Int64) -> [UInt8] {
        var random = JavaRandom(seed: UInt64(bitPattern: session) ^ self.secret)
        return (0..<4).flatMap { _ in
            // `nextBytes` takes the lowest byte of each word first.
            let word = UInt32(bitPattern: random.next())
            return (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
        }
    }

    /// The linear congruential generator of `java.util.Random`.
    private struct JavaRandom {
        private var state: UInt64

        init(seed: UInt64) {
            self.state = (seed ^ 0x5_DEEC_E66D) & (1 << 48 - 1)
        }

        mutating func next() -> Int32 {
            self.state = (self.state &* 0x5_DEEC_E66D &+ 0xB) & (1 << 48 - 1)
            return Int32(truncatingIfNeeded: self.state >> 16)
        }
    }
}
