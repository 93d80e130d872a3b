import HoldfastZooKeeper
import Testing

/// One promise of the contract, written once for every stage.
struct ContractCase: Sendable, CustomTestStringConvertible {
    var name: String
    var play: @Sendable (any Stage, ZNodePath) async throws -> Void

    /// - Parameter play: is given a node of its own below which to work.
    init(_ name: String, _ play: @escaping @Sendable (any Stage, ZNodePath) async throws -> Void) {
        self.name = name
        self.play = play
    }

    var testDescription: String { name }

    static let all = operations + children + watches + transactions + sessions + ensembles

    /// Plays it below a node that is made for it.
    func run(on stage: any Stage, number: Int) async throws {
        let home = try ZNodePath("/contract-\(number)")
        try await stage.with { client in _ = try await client.create(home, data: [], mode: .persistent) }
        try await play(stage, home)
    }
}

extension ZNodePath {
    /// The path below this one.
    static func / (parent: ZNodePath, name: String) -> ZNodePath {
        guard let path = try? parent.appending(ZNodeName(name)) else {
            preconditionFailure("'\(name)' is no name below \(parent)")
        }
        return path
    }
}

/// The operation fails with that code, and the error says so.
@discardableResult
func fails<Value>(
    _ code: ZooKeeperError.Code, _ operation: () async throws -> Value,
    sourceLocation: SourceLocation = #_sourceLocation
) async -> ZooKeeperError? {
    do {
        let value = try await operation()
        Issue.record("it gave \(value) instead of \(code)", sourceLocation: sourceLocation)
        return nil
    } catch {
        let error = error as? ZooKeeperError
        #expect(error?.code == code, "\(String(describing: error))", sourceLocation: sourceLocation)
        return error
    }
}
