/// What a client shows to the servers to prove who it is.
///
/// Their description never shows the secret.
public struct Credentials: Hashable, Sendable {
    /// The scheme, for instance `digest`.
    public let scheme: String
    let secret: [UInt8]

    /// - Parameters:
    ///   - scheme: for instance `digest`.
    ///   - secret: in the words of the scheme.
    public init(scheme: String, secret: [UInt8]) {
        self.scheme = scheme
        self.secret = secret
    }

    /// A name and a password. The servers check neither: they compare what they make of both with the access control
    /// list of a node.
    public static func digest(user: String, password: String) -> Credentials {
        Credentials(scheme: "digest", secret: Array("\(user):\(password)".utf8))
    }

    /// Refuses what the library could not hand on.
    func validate() throws(ZooKeeperError) {
        guard scheme.isEmpty || scheme.utf8.contains(0) else { return }
        throw ZooKeeperError(.badArguments, "the scheme of credentials must not be empty or hold a NUL")
    }
}

extension Credentials: CustomStringConvertible, CustomReflectable {
    public var description: String { "credentials of scheme \(scheme)" }
    public var customMirror: Mirror { Mirror(self, children: ["scheme": scheme]) }
}
