internal import HoldfastZooKeeper
internal import TestSupport

// What others do to the list; the operator means none of it.
extension ListDesk {
    func deleteOneByOne(_ names: [String]) async throws {
        for name in names {
            try await insist {
                let path = try self.writer.path(name)
                if try await self.writer.client.exists(path) != nil {
                    try await self.writer.client.delete(path, version: nil)
                }
            }
        }
    }

    func deleteNode() async throws {
        try await insist {
            if try await self.writer.client.exists(self.writer.list) != nil {
                try await self.writer.client.delete(self.writer.list, version: nil)
            }
        }
    }

    /// The same list, with the same data, as another node.
    func recreate() async throws {
        let list = writer.list
        try await insist {
            let names = try await self.names() ?? []
            let data = try await self.writer.client.data(at: list).bytes
            var operations = try names.map { TransactionOperation.delete(try self.writer.path($0), version: nil) }
            operations += [.delete(list, version: nil), .create(list, data: data, mode: .persistent)]
            for name in names {
                let path = try self.writer.path(name)
                let payload = try await self.writer.client.data(at: path).bytes
                operations.append(.create(path, data: payload, mode: .persistent))
            }
            _ = try await self.writer.client.multi(operations)
        }
    }

    /// A Thing that was taken off is put on again.
    func putBack(_ thing: String) async throws {
        try await insist {
            let path = try self.writer.path(thing)
            if try await self.writer.client.exists(path) == nil {
                _ = try await self.writer.client.create(
                    path, data: Array(ListWriter.payload.utf8), mode: .persistent)
            }
        }
    }

    func overwriteData(with text: String?) async throws {
        try await insist {
            _ = try await self.writer.client.setData(text.map { Array($0.utf8) }, at: self.writer.list, version: nil)
        }
    }

    func garble(_ thing: String) async throws {
        try await insist {
            _ = try await self.writer.client.setData([0xFF, 0xFE, 0x7B], at: try self.writer.path(thing), version: nil)
        }
    }

    func setACL(_ entries: [ACLEntry]) async throws {
        try await insist { try await self.writer.client.setACL(entries, of: self.writer.list, version: nil) }
    }
}
