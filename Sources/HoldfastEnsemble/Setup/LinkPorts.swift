/// The ports on 127.0.0.1 at which one server finds another one, when there are proxies between them.
struct LinkPorts: Sendable {
    let quorum: Int
    let election: Int
}
