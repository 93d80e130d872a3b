internal import CZooKeeper

extension Handle {
    func acl(of path: ZNodePath, for connection: Int) async throws(ZooKeeperError) -> NodeACL {
        let words = RequestWords(operation: "access control list of", path: path, isWrite: false)
        try RequestSize.check(RequestSize.pathOnly(path), words)
        return try await perform(Request<NodeACL>(words), for: connection) { handle, context in
            withLibraryPath(path) { zoo_aget_acl(handle, $0, aclCompleted, context) }
        }
    }

    func setACL(
        _ entries: [ACLEntry], of path: ZNodePath, version: Int32?, for connection: Int
    ) async throws(ZooKeeperError) {
        let words = RequestWords(operation: "set access control list of", path: path, isWrite: true)
        try entries.validate(words)
        try RequestSize.check(RequestSize.setACL(entries, of: path), words)
        try await perform(Request<Void>(words), for: connection) { handle, context in
            withLibraryPath(path) { path in
                withLibraryACL(entries) { acl in
                    zoo_aset_acl(handle, path, version ?? -1, acl, voidCompleted, context)
                }
            }
        }
    }

    /// Shows credentials to the server, once for each handle: the library shows them again wherever it connects anew.
    ///
    /// - Throws: ``ZooKeeperError/Code/connectionLoss`` when the library has not taken them, or took them and lost the
    ///   connection, in the next of which it shows them first.
    func show(_ credentials: Credentials) async throws(ZooKeeperError) {
        var step = self.credentials.step(for: credentials)
        // Whoever was to hand them over may have been cancelled before: then it is up to the next.
        while case .wait(let former) = step {
            guard await former.value() != nil else { throw .cancelledBeforeSending }
            step = self.credentials.step(for: credentials)
        }
        guard case .give(let answer) = step else { return }
        // Marked as a write, so that an error says whether the library has taken them.
        let words = RequestWords(operation: "show \(credentials) at", path: .root, isWrite: true)
        let request = Request<Void>(words, whenAnswered: { answer.set(()) })
        do throws(ZooKeeperError) {
            try await perform(request, for: nil) { handle, context in
                credentials.scheme.withCString { scheme in
                    withLibraryData(credentials.secret) { secret, length in
                        zoo_add_auth(handle, scheme, secret, length, voidCompleted, context)
                    }
                }
            }
        } catch {
            if !error.mayHaveBeenApplied { self.credentials.notTaken(credentials) }
            throw error
        }
    }
}

private func aclCompleted(
    _ code: Int32, _ acl: UnsafeMutablePointer<ACL_vector>?, _ stat: UnsafeMutablePointer<Stat>?,
    _ context: UnsafeRawPointer?
) {
    let token = RequestToken(context)
    guard let table = callbackTable(token) else { return }
    var answer: NodeACL?
    if code == LibraryCode.ok, let stat { answer = NodeACL(entries: entries(of: acl), stat: NodeStat(stat.pointee)) }
    table.answered(token, code, answer)
}
