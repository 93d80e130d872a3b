internal import CZooKeeper

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

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
        let copied = nodeNames(UnsafeBufferPointer(start: names.data, count: Int(names.count)))
        children = Children(names: copied, stat: NodeStat(stat.pointee))
    }
    table.answered(token, code, children)
}

/// The names, copied into one piece of memory.
private func nodeNames(_ texts: UnsafeBufferPointer<UnsafeMutablePointer<CChar>?>) -> [ZNodeName] {
    var ends: [Int] = []
    ends.reserveCapacity(texts.count)
    var size = 0
    for text in texts {
        size += text.map { strlen($0) } ?? 0
        ends.append(size)
    }
    let storage = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        var start = 0
        for (text, end) in zip(texts, ends) {
            if let text, let target = buffer.baseAddress { memcpy(target + start, text, end - start) }
            start = end
        }
        count = size
    }
    var start = 0
    return ends.map { end in
        defer { start = end }
        return ZNodeName(start..<end, of: storage)
    }
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
