import HoldfastZooKeeper

/// A node whose children are Things, with what was last declared there.
struct BenchmarkPlace {
    let path: ZNodePath
    var generation: Int64
    private var lineage: [Int64] = []
    private var count = 0

    init(path: ZNodePath, generation: Int64) {
        self.path = path
        self.generation = generation
    }

    func child(_ name: String) throws -> ZNodePath { try path.appending(ZNodeName(name)) }

    /// Declares that so many names more are listed.
    ///
    /// - Parameter payloads: the generation of the newest statement that changed a payload.
    mutating func declare(_ more: Int, hasMore: Bool, payloads: Int64) -> TransactionOperation {
        count += more
        lineage = Array(([generation] + lineage).prefix(64))
        generation += 1
        let word = """
            {"holdfast":1,"generation":\(generation),"count":\(count),"more":\(hasMore),\
            "lineage":[\(lineage.map(String.init).joined(separator: ","))],"payloads":\(payloads)}
            """
        return .setData(path, data: Array(word.utf8), version: nil)
    }
}
