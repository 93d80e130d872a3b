/// The configuration of an ensemble as its servers agreed on it: who is a member, and since which change.
///
/// Servers keep it in the node `/zookeeper/config`.
public struct EnsembleConfiguration: Hashable, Sendable {
    /// One member: `server.1=10.0.0.1:2888:3888:participant;10.0.0.1:2181`.
    public struct Member: Hashable, Sendable {
        /// The id of the server.
        public var id: Int
        /// What stands behind the equals sign: addresses, role, client address.
        public var text: String

        public init(id: Int, text: String) {
            self.id = id
            self.text = text
        }

        /// The line as configuration files and ``ZooKeeperClient/reconfigure(joining:leaving:ifVersion:)`` spell it.
        public var line: String { "server.\(id)=\(text)" }
    }

    /// The members, by growing id. A server that stands alone has none.
    public var members: [Member]
    /// The zxid of the change that made it; nil where the servers do not say.
    public var version: Int64?
    /// The text as the servers keep it.
    public var text: String

    /// Reads the text as the servers keep it; lines of other meaning stay in ``text`` alone.
    public init(text: String) {
        self.text = text
        members = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let (key, value) = (line[..<equals], line[line.index(after: equals)...])
            if key == "version" {
                version = Int64(value, radix: 16)
            } else if key.hasPrefix("server."), let id = Int(key.dropFirst("server.".count)) {
                members.append(Member(id: id, text: String(value)))
            }
        }
        members.sort { $0.id < $1.id }
    }
}
