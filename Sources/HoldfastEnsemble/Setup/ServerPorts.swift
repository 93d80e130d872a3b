/// The ports of one server on 127.0.0.1.
struct ServerPorts: Sendable {
    let client: Int
    let quorum: Int
    let election: Int
    let proxy: Int
}
