import ClientSupport
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

/// The same operations through this client and through kazoo, a client that shares no line of code with it (`make kazoo`).
@Suite(.serialized, .timeLimit(.minutes(30)), .enabled(if: KazooPlayer.python != nil, "make kazoo sets one up"))
struct KazooTests {
    private static let steps = 10_000

    @Test(arguments: [UInt64(1), 20_261_121, 0xdead_beef])
    func randomOperationsGiveWhatKazooGives(seed: UInt64) async throws {
        let python = try #require(KazooPlayer.python)
        try await Ensemble.with(servers: 3) { ensemble in
            try await withClient(ensemble.connectString, timeout: .seconds(10)) { client in
                try await client.connected()
                let kazoo = try KazooPlayer(python: python, servers: ensemble.connectString)
                defer { kazoo.end() }
                for root: ZNodePath in ["/ours", "/theirs"] {
                    _ = try await client.create(root, data: [], mode: .persistent)
                }
                try await Match(client: client, kazoo: kazoo, ensemble: ensemble, seed: seed).play(Self.steps)
            }
        }
    }
}

/// One sequence, played side by side.
private struct Match {
    let client: ZooKeeperClient
    let kazoo: KazooPlayer
    let ensemble: Ensemble
    let seed: UInt64

    func play(_ steps: Int) async throws {
        var generator = SplitMix64(seed: seed)
        var (losses, kills) = (0, 0)
        for step in 1...steps {
            let operation = random(using: &generator)
            // The leader dies in the midst of it, and comes back later.
            async let fault: Void = step.isMultiple(of: 1000) ? killLeader() : ()
            async let theirs = kazoo.play(operation.below("/theirs"))
            let ours = try await client.play(operation.below("/ours"))
            let other = try await theirs
            try await fault
            if step.isMultiple(of: 1000) { kills += 1 }
            if ours.code == PlayedAnswer.lost || other.code == PlayedAnswer.lost {
                // Who was not answered does not know: both begin anew.
                losses += 1
                try await beginAnew()
            } else {
                try #require(
                    ours.seen(from: "/ours") == other.seen(from: "/theirs"), "seed \(seed), step \(step): \(operation)")
            }
        }
        print("seed \(seed): \(steps) steps, \(kills) leaders killed, \(losses) steps without an answer")
    }

    private func killLeader() async throws {
        guard let leader = try await ensemble.leader() else { return }
        try await leader.kill()
        try await ensemble.waitUntilServing()
        try await leader.start()
        try await eventually { try await leader.isServing() }
    }

    /// Empties both trees, through each client by itself once it has a server again.
    private func beginAnew() async throws {
        try await eventually(.seconds(60)) { try await client.play(PlayedOperation(op: "sync")).code == 0 }
        try await eventually(.seconds(60)) { try await kazoo.play(PlayedOperation(op: "sync")).code == 0 }
        for root: ZNodePath in ["/ours", "/theirs"] {
            try await eventually(.seconds(60)) { (try? await empty(root)) != nil }
        }
        try await eventually(.seconds(60)) { try await kazoo.play(PlayedOperation(op: "sync")).code == 0 }
    }

    private func empty(_ root: ZNodePath) async throws {
        try await delete(below: root)
        do throws(ZooKeeperError) {
            try await client.delete(root, version: nil)
        } catch {
            guard error.code == .noNode else { throw error }
        }
        _ = try await client.create(root, data: [], mode: .persistent)
    }

    private func delete(below path: ZNodePath) async throws {
        do throws(ZooKeeperError) {
            for name in try await client.children(of: path).names {
                let child = try path.appending(name)
                for grandchild in try await client.children(of: child).names {
                    try await client.delete(child.appending(grandchild), version: nil)
                }
                try await client.delete(child, version: nil)
            }
        } catch {
            guard error.code == .noNode else { throw error }
        }
    }

    private func random(using generator: inout SplitMix64) -> PlayedOperation {
        if Int.random(in: 0..<6, using: &generator) == 0 {
            let parts = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
                single(using: &generator, inMulti: true)
            }
            return PlayedOperation(op: "multi", operations: parts)
        }
        return single(using: &generator, inMulti: false)
    }

    private func single(using generator: inout SplitMix64, inMulti: Bool) -> PlayedOperation {
        let kinds =
            inMulti ? ["create", "delete", "set", "check"] : ["create", "delete", "set", "get", "children", "exists"]
        var operation = PlayedOperation(op: kinds.randomElement(using: &generator) ?? "get")
        operation.path = "/n\(Int.random(in: 0..<4, using: &generator))"
        if Bool.random(using: &generator) { operation.path += "/c\(Int.random(in: 0..<3, using: &generator))" }
        operation.data = (0..<Int.random(in: 0..<8, using: &generator)).map { _ in
            .random(in: 0...255, using: &generator)
        }
        operation.version = Bool.random(using: &generator) ? -1 : Int32.random(in: 0..<3, using: &generator)
        operation.ephemeral = Int.random(in: 0..<5, using: &generator) == 0
        operation.sequential = Int.random(in: 0..<8, using: &generator) == 0
        return operation
    }
}

extension EnsembleServer {
    /// Whether it takes part in a quorum.
    fileprivate func isServing() async throws -> Bool {
        (try? await fourLetterWord("srvr").contains("Mode:")) ?? false
    }
}
