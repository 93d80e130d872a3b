internal import CZooKeeper

extension Handle {
    func multi(
        _ operations: [TransactionOperation], acl: [ACLEntry], for connection: Int
    ) async throws(ZooKeeperError) -> [TransactionResult] {
        guard let first = operations.first else { return [] }
        let words = RequestWords(
            operation: "transaction of \(operations.count) at", path: first.path,
            isWrite: operations.contains(where: \.changesSomething)
        )
        // The library has no word for a time to live there; and of a container it expects a shorter answer than servers
        // give, reads the rest as further answers, and ends the process.
        if let index = operations.firstIndex(where: \.isUnknownInTransactions) {
            throw ZooKeeperError(
                .unimplemented,
                "\(words.operation) \(words.path): a transaction takes no containers and no nodes with a time to live",
                failedOperation: index
            )
        }
        try acl.validate(words)
        try RequestSize.check(RequestSize.multi(operations, acl: acl), words)
        await credentials.answered()
        let memory = TransactionMemory(operations)
        let request = Request<[TransactionResult]>(words, memory: memory)
        return try await perform(request, for: connection) { handle, context in
            // Credentials that are refused end the session without a new connection before it, past the gate.
            guard !credentials.isWaiting else { return nil }
            return withLibraryACL(acl) { acl in
                memory.fill(acl)
                return MultiGate.submit(on: handle) {
                    zoo_amulti(handle, Int32(memory.count), memory.operations, memory.results, multiCompleted, context)
                }
            }
        }
    }
}

private func multiCompleted(_ code: Int32, _ context: UnsafeRawPointer?) {
    let token = RequestToken(context)
    guard let table = callbackTable(token), let memory = table.memory(token) as? TransactionMemory else { return }
    if code == LibraryCode.ok {
        table.answered(token, code, memory.outcome())
    } else {
        let nothing: [TransactionResult]? = nil
        table.answered(token, code, nothing, failedOperation: memory.failedOperation(code))
    }
}

extension TransactionOperation {
    var isUnknownInTransactions: Bool {
        if case .create(_, _, let mode) = self { mode.timeToLive != nil || mode.isContainer } else { false }
    }

    package var changesSomething: Bool {
        switch self {
        case .create, .delete, .setData: true
        case .check: false
        }
    }
}
