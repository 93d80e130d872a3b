import HoldfastCore
import HoldfastZooKeeper
import Testing

extension ListView {
    /// A list on real servers, in one instant: nobody else may write meanwhile.
    init(_ list: ZNodePath, from client: ZooKeeperClient) async throws {
        let children = try await client.children(of: list)
        let data = try await client.data(at: list)
        #expect(children.stat == data.stat)
        self.init(
            names: Set(children.names.map { ThingID(bytes: $0.bytes) }), stat: data.stat, data: data.bytes)
    }
}
