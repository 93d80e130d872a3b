import HoldfastZooKeeper

/// What was last declared of a list.
struct BenchmarkDeclaration {
    private let path: ZNodePath
    private var generation: Int64
    /// The generation of the newest statement that changed a payload.
    private let payloads: Int64
    private var lineage: [Int64] = []
    /// What came and went, the newest statement first, as JSON.
    private var steps: [String] = []
    private var count = 0

    init(path: ZNodePath, generation: Int64) {
        self.path = path
        self.generation = generation
        payloads = generation
    }

    /// Declares that these names came, and those went.
    mutating func declare(added: [String], removed: [String], hasMore: Bool) -> TransactionOperation {
        count += added.count - removed.count
        // As the publisher does, it gives no account of a statement that is longer than listing the names would be.
        let step = "\(added.map { "+" + $0 } + removed.map { "-" + $0 })"
        steps = step.utf8.count > 4000 ? [] : Array(([step] + steps).prefix(8))
        lineage = Array(([generation] + lineage).prefix(64))
        generation += 1
        let word = """
            {"holdfast":1,"generation":\(generation),"count":\(count),"more":\(hasMore),\
            "lineage":[\(lineage.map(String.init).joined(separator: ","))],"payloads":\(payloads),\
            "changes":{"generation":\(generation),"steps":[\(steps.joined(separator: ","))]}}
            """
        return .setData(path, data: Array(word.utf8), version: nil)
    }
}
