internal import CZooKeeper

extension Handle {
    /// Changes the configuration of the ensemble, and gives the new one.
    func reconfigure(
        joining: String?, leaving: String?, members: String?, version: Int64?, for connection: Int
    ) async throws(ZooKeeperError) -> NodeData {
        let words = RequestWords(operation: "reconfigure", path: .configuration, isWrite: true)
        let texts = [joining, leaving, members]
        guard !texts.contains(where: { $0?.utf8.contains(0) == true }) else {
            throw ZooKeeperError(.badArguments, "\(words.operation): the text of a member holds a NUL")
        }
        try RequestSize.check(RequestSize.reconfigure(texts), words)
        return try await perform(Request<NodeData>(words), for: connection) { handle, context in
            withLibraryText(joining) { joining in
                withLibraryText(leaving) { leaving in
                    withLibraryText(members) { members in
                        zoo_areconfig(handle, joining, leaving, members, version ?? -1, dataCompleted, context)
                    }
                }
            }
        }
    }
}

/// The text with a NUL at its end; nil is a null pointer.
private func withLibraryText<Value>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Value) -> Value {
    guard let text else { return body(nil) }
    return text.withCString { body($0) }
}
