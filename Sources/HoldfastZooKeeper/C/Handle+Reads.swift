internal import CZooKeeper

extension Handle {
    func children(
        of path: ZNodePath, arming watch: Watch?, for connection: Int
    ) async throws(ZooKeeperError) -> Children {
        let words = RequestWords(operation: "children of", path: path, isWrite: false)
        try RequestSize.check(RequestSize.pathOnly(path), words)
        let request = Request<Children>(
            words, watching: watch.map { .arms(WatchTable.Arming(watch: $0, kind: .children)) })
        return try await perform(request, for: connection) { handle, context in
            withLibraryPath(path) { path in
                guard watch != nil else { return zoo_aget_children2(handle, path, 0, childrenCompleted, context) }
                return zoo_awget_children2(handle, path, libraryWatched, watcherContext, childrenCompleted, context)
            }
        }
    }

    func data(at path: ZNodePath, arming watch: Watch?, for connection: Int) async throws(ZooKeeperError) -> NodeData {
        let words = RequestWords(operation: "data of", path: path, isWrite: false)
        try RequestSize.check(RequestSize.pathOnly(path), words)
        let request = Request<NodeData>(words, watching: watch.map { .arms(WatchTable.Arming(watch: $0, kind: .node)) })
        return try await perform(request, for: connection) { handle, context in
            withLibraryPath(path) { path in
                guard watch != nil else { return zoo_aget(handle, path, 0, dataCompleted, context) }
                return zoo_awget(handle, path, libraryWatched, watcherContext, dataCompleted, context)
            }
        }
    }

    func exists(_ path: ZNodePath, arming watch: Watch?, for connection: Int) async throws(ZooKeeperError) -> NodeStat?
    {
        let words = RequestWords(operation: "exists", path: path, isWrite: false)
        try RequestSize.check(RequestSize.pathOnly(path), words)
        let arming = watch.map { WatchTable.Arming(watch: $0, kind: .node, armsWithoutNode: true) }
        let request = Request<NodeStat?>(words, watching: arming.map { .arms($0) })
        return try await perform(request, for: connection) { handle, context in
            withLibraryPath(path) { path in
                guard watch != nil else { return zoo_aexists(handle, path, 0, existsCompleted, context) }
                return zoo_awexists(handle, path, libraryWatched, watcherContext, existsCompleted, context)
            }
        }
    }

    private var watcherContext: UnsafeMutableRawPointer? {
        RequestToken(handle: table.number, sequence: 0).context
    }
}

private func childrenCompleted(
    _ code: Int32, _ names: UnsafePointer<String_vector>?, _ stat: UnsafePointer<Stat>?, _ context: UnsafeRawPointer?
) {
    let token = RequestToken(context)
    guard let table = callbackTable(token) else { return }
    var children: Children?
    if code == LibraryCode.ok, let names = names?.pointee, let stat {
        // A list may hold ten thousand names: nothing is done for each but the copy.
        let copied = UnsafeBufferPointer(start: names.data, count: Int(names.count)).map {
            ZNodeName(bytes: bytes(of: $0))
        }
        children = Children(names: copied, stat: NodeStat(stat.pointee))
    }
    table.answered(token, code, children)
}

func dataCompleted(
    _ code: Int32, _ value: UnsafePointer<CChar>?, _ length: Int32, _ stat: UnsafePointer<Stat>?,
    _ context: UnsafeRawPointer?
) {
    let token = RequestToken(context)
    guard let table = callbackTable(token) else { return }
    var data: NodeData?
    if code == LibraryCode.ok, let stat {
        // A length of -1 says that the node stores no data; the pointer of empty data may be null.
        let bytes =
            length < 0 ? nil : Array(UnsafeRawBufferPointer(start: value, count: value == nil ? 0 : Int(length)))
        data = NodeData(bytes: bytes, stat: NodeStat(stat.pointee))
    }
    table.answered(token, code, data)
}

private func existsCompleted(_ code: Int32, _ stat: UnsafePointer<Stat>?, _ context: UnsafeRawPointer?) {
    let token = RequestToken(context)
    guard let table = callbackTable(token) else { return }
    var answer: NodeStat??
    if code == LibraryCode.ok, let stat { answer = .some(NodeStat(stat.pointee)) }
    if code == LibraryCode.noNode { answer = .some(nil) }
    table.answered(token, code, answer)
}
