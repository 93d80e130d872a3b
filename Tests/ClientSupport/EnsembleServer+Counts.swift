package import HoldfastEnsemble
internal import HoldfastZooKeeper

extension EnsembleServer {
    /// How many watches the server keeps armed, for all clients. (Its `wchs` would leave out those on children.)
    package func armedWatches() async throws -> Int {
        try await count("zk_watch_count")
    }

    /// One of the server's own counts.
    package func count(_ name: String) async throws -> Int {
        guard let count = Self.count(name, in: try await fourLetterWord("mntr")) else {
            throw ZooKeeperError(.noNode, "mntr does not tell of \(name)")
        }
        return count
    }

    /// What an answer to `mntr` tells of that count; nil where it tells nothing.
    package static func count(_ name: String, in answer: String) -> Int? {
        for line in answer.split(separator: "\n") {
            let parts = line.split(separator: "\t")
            if parts.first.map(String.init) == name { return parts.last.flatMap { Int($0) } }
        }
        return nil
    }
}
