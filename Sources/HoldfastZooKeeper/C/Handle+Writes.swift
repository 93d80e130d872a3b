internal import CZooKeeper

extension Handle {
    func create(
        _ path: ZNodePath, data: [UInt8]?, mode: CreateMode, acl: [ACLEntry], for connection: Int
    ) async throws(ZooKeeperError) -> CreatedNode {
        let words = RequestWords(operation: "create", path: path, isWrite: true)
        try acl.validate(words)
        let timeToLive = try mode.timeToLiveInMilliseconds() ?? -1
        try RequestSize.check(
            RequestSize.create(path, data: data, acl: acl, hasTimeToLive: mode.timeToLive != nil), words)
        return try await perform(Request<CreatedNode>(words), for: connection) { handle, context in
            withLibraryPath(path) { path in
                withLibraryData(data) { data, length in
                    withLibraryACL(acl) { acl in
                        // The library takes a time to live of -1 for none, and refuses one for the other modes.
                        zoo_acreate2_ttl(
                            handle, path, data, length, acl, mode.flags, timeToLive, createCompleted, context
                        )
                    }
                }
            }
        }
    }

    func setData(
        _ data: [UInt8]?, at path: ZNodePath, version: Int32?, for connection: Int
    ) async throws(ZooKeeperError) -> NodeStat {
        let words = RequestWords(operation: "set data of", path: path, isWrite: true)
        try RequestSize.check(RequestSize.setData(data, at: path), words)
        return try await perform(Request<NodeStat>(words), for: connection) { handle, context in
            withLibraryPath(path) { path in
                withLibraryData(data) { data, length in
                    zoo_aset(handle, path, data, length, version ?? -1, setDataCompleted, context)
                }
            }
        }
    }

    /// - Parameter connection: nil takes any.
    func delete(_ path: ZNodePath, version: Int32?, for connection: Int?) async throws(ZooKeeperError) {
        let words = RequestWords(operation: "delete", path: path, isWrite: true)
        try RequestSize.check(RequestSize.pathOnly(path), words)
        try await perform(Request<Void>(words), for: connection) { handle, context in
            withLibraryPath(path) { zoo_adelete(handle, $0, version ?? -1, voidCompleted, context) }
        }
    }

    /// - Parameter connection: nil takes any: the session itself asks before a connection is admitted.
    func sync(_ path: ZNodePath, for connection: Int?) async throws(ZooKeeperError) {
        let words = RequestWords(operation: "sync", path: path, isWrite: false)
        try RequestSize.check(RequestSize.pathOnly(path), words)
        try await perform(Request<Void>(words), for: connection) { handle, context in
            withLibraryPath(path) { zoo_async(handle, $0, syncCompleted, context) }
        }
    }
}

private func createCompleted(
    _ code: Int32, _ path: UnsafePointer<CChar>?, _ stat: UnsafePointer<Stat>?, _ context: UnsafeRawPointer?
) {
    let token = RequestToken(context)
    guard let table = callbackTable(token) else { return }
    var node: CreatedNode?
    if code == LibraryCode.ok, let path, let stat {
        node = CreatedNode(path: ZNodePath(unchecked: bytes(of: path)), stat: NodeStat(stat.pointee))
    }
    table.answered(token, code, node)
}

private func setDataCompleted(_ code: Int32, _ stat: UnsafePointer<Stat>?, _ context: UnsafeRawPointer?) {
    let token = RequestToken(context)
    guard let table = callbackTable(token) else { return }
    table.answered(token, code, code == LibraryCode.ok ? stat.map { NodeStat($0.pointee) } : nil)
}

func voidCompleted(_ code: Int32, _ context: UnsafeRawPointer?) {
    let token = RequestToken(context)
    guard let table = callbackTable(token) else { return }
    table.answered(token, code, code == LibraryCode.ok ? () : nil)
}

func syncCompleted(_ code: Int32, _ path: UnsafePointer<CChar>?, _ context: UnsafeRawPointer?) {
    voidCompleted(code, context)
}
