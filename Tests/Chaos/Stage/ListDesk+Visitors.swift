internal import HoldfastZooKeeper
internal import TestSupport

extension ListDesk {
    /// Something comes and goes until the list's revisions are above those that are known, in such a way that the counts of an
    /// undeclared list agree.
    func changeBriefly(beyond known: NodeStat) async throws {
        var number = 0
        while true {
            let stat = try await writer.stat()
            if stat.pzxid > known.pzxid, stat.cversion >= known.cversion + 2 { return }
            number += 1
            try await insist {
                let path = try self.writer.path("visitor-\(number)")
                if try await self.writer.client.exists(path) == nil {
                    _ = try await self.writer.client.create(path, data: nil, mode: .persistent)
                }
                try await self.writer.client.delete(path, version: nil)
            }
        }
    }
}
