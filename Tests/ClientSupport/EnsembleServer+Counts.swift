package import HoldfastEnsemble
internal import HoldfastZooKeeper

extension EnsembleServer {
    /// How many watches the server keeps armed, for all clients. (Its `wchs` would leave out those on children.)
    package func armedWatches() async throws -> Int {
        try await count("zk_watch_count")
    }

    /// One of the server's own counts.
    package func count(_ name: String) async throws -> Int {
        for line in try await fourLetterWord("mntr").split(separator: "\n") {
            let parts = line.split(separator: "\t")
            if parts.first.map(String.init) == name, let count = parts.last.flatMap({ Int($0) }) { return count }
        }
        throw ZooKeeperError(.noNode, "mntr does not tell of \(name)")
    }
}
