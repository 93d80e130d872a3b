internal import HoldfastZooKeeper

extension EnsembleMachine {
    var leftOvers: LeftOvers {
        var left = LeftOvers()
        let newest = own.max { servers[$0].tree.zxid < servers[$1].tree.zxid }
        for server in [newest, stranger].compactMap(\.self) { add(servers[server].tree, to: &left) }
        for server in servers.indices {
            for connection in servers[server].connections {
                guard let present = connections[connection] else { continue }
                let texts = present.armed.map { place in
                    let what = place.kind == .children ? "children of" : "node"
                    return "client \(present.client + 1) at server \(server + 1): \(what) \(place.path)"
                }
                left.watches += texts.sorted()
            }
        }
        return left
    }

    private func add(_ tree: DataTree, to left: inout LeftOvers) {
        for session in tree.sessions.keys.sorted() {
            let owner = clients.firstIndex { $0.session == session }.map { "client \($0 + 1)" } ?? "no client any more"
            left.sessions.append("\(owner), session \(Self.text(session))")
        }
        for (session, paths) in tree.ephemerals.sorted(by: { $0.key < $1.key }) {
            for path in paths.sorted(by: ZNodePath.inOrder) {
                left.ephemerals.append("\(path) of session \(Self.text(session))")
            }
        }
    }

    private static func text(_ session: Int64) -> String { String(UInt64(bitPattern: session), radix: 16) }
}
