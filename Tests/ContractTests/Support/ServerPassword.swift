/// The password that ZooKeeper's servers make up for a session, so that a test can take the session over.
///
/// `ZooKeeperServer.generatePasswd` fills it from a `java.util.Random` whose seed is the session's id with a constant.
enum ServerPassword {
    private static let secret: Int64 = 0xB341_5C00

    static func of(_ session: Int64) -> [UInt8] {
        var random = JavaRandom(seed: session ^ secret)
        var password: [UInt8] = []
        while password.count < 16 {
            let bits = random.next()
            password += (0..<4).map { UInt8(truncatingIfNeeded: bits >> ($0 * 8)) }
        }
        return password
    }

    /// The generator that the documentation of `java.util.Random` specifies.
    private struct JavaRandom {
        private var state: Int64

        init(seed: Int64) {
            state = (seed ^ 0x5_DEEC_E66D) & ((1 << 48) - 1)
        }

        mutating func next() -> Int32 {
            state = (state &* 0x5_DEEC_E66D &+ 0xB) & ((1 << 48) - 1)
            return Int32(truncatingIfNeeded: state >> 16)
        }
    }
}
