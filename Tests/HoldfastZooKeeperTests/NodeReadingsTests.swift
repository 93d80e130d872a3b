import ClientSupport
import HoldfastEnsemble
import Testing

@testable import HoldfastZooKeeper

extension RealServerTests {
    /// The sequence that follows a node.
    @Suite struct NodeReadingsTests {
        @Test func everyChangeIsSeenThroughDeletesCutsAndExpiries() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                let proxy = ensemble.servers[0].proxy
                try await withClient(ensemble.connectString) { writer in
                    try await withClient(ensemble.proxiedConnectString, timeout: .seconds(1)) { client in
                        try await writer.connected()
                        var readings = client.dataReadings(of: "/a").makeAsyncIterator()
                        try await nextKnown(&readings) { $0 == .missing }
                        _ = try await writer.create("/a", data: [1], mode: .persistent)
                        try await nextKnown(&readings) { $0.bytes == [1] }
                        _ = try await writer.setData([2], at: "/a", version: nil)
                        try await nextKnown(&readings) { $0.bytes == [2] }
                        try await writer.delete("/a", version: nil)
                        try await nextKnown(&readings) { $0 == .missing }

                        _ = try await writer.create("/a", data: nil, mode: .persistent)
                        for round in UInt8(3)..<20 {
                            try await proxy.cut()
                            _ = try await writer.setData([round], at: "/a", version: nil)
                            try await nextKnown(&readings) { $0.bytes == [round] }
                        }

                        let session = try await client.connected().sessionID
                        try await proxy.blackhole()
                        try await client.reaches { $0 == .disconnected(leasesHold: false) }
                        try await client.reaches { $0 != .disconnected(leasesHold: false) }
                        _ = try await writer.setData([99], at: "/a", version: nil)
                        try await proxy.restore()
                        try await nextKnown(&readings) { $0.bytes == [99] }
                        #expect(try await client.connected().sessionID != session)

                        // None of all the watches is left behind but the present one.
                        try await eventually { try await ensemble.servers[0].armedWatches() == 1 }
                        await client.close()
                        while let reading = await readings.next() { #expect(reading.isUnknown) }
                        #expect(await readings.next() == nil)
                    }
                }
            }
        }

        @Test func readingThatFailsIsTriedAgain() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(
                    ensemble.connectString, adjust: { $0.credentials = [.digest(user: "a", password: "b")] }
                ) { owner in
                    try await withClient(ensemble.connectString) { client in
                        try await owner.connected()
                        try await client.connected()
                        _ = try await owner.create("/a", data: nil, mode: .persistent, acl: .creatorOnly)
                        var readings = client.childrenReadings(of: "/a").makeAsyncIterator()
                        let first = await readings.next()
                        guard case .unknown(let error) = first else {
                            Issue.record("\(String(describing: first))")
                            return
                        }
                        #expect(error.code == .noAuth)
                        // Nothing tells of a change of an access control list: only another try finds out.
                        try await owner.setACL(.open, of: "/a", version: nil)
                        _ = try await owner.create("/a/c", data: nil, mode: .persistent)
                        let second = await readings.next()
                        guard case .present(let children) = second else {
                            Issue.record("\(String(describing: second))")
                            return
                        }
                        #expect(children.names == ["c"])
                    }
                }
            }
        }

        @Test func cancelledReaderEndsAtOnce() async throws {
            try await Ensemble.with(servers: 1) { ensemble in
                try await withClient(ensemble.connectString) { client in
                    try await client.connected()
                    let reader = Task {
                        var count = 0
                        for await _ in client.dataReadings(of: "/") { count += 1 }
                        return count
                    }
                    try await eventually { try await ensemble.servers[0].armedWatches() == 1 }
                    reader.cancel()
                    #expect(await reader.value == 1)
                    try await eventually { try await ensemble.servers[0].armedWatches() == 0 }
                }
            }
        }

        /// Takes readings until one is known and is so.
        private func nextKnown<Value>(
            _ readings: inout NodeReadings<Value>.Iterator, _ isSo: (NodeReading<Value>) -> Bool,
            sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            var seen: [NodeReading<Value>] = []
            while seen.count < 20, let reading = await readings.next() {
                if isSo(reading) { return }
                seen.append(reading)
            }
            Issue.record("only \(seen)", sourceLocation: sourceLocation)
        }
    }
}

extension NodeReading {
    fileprivate var isUnknown: Bool {
        if case .unknown = self { true } else { false }
    }
}

extension NodeReading<NodeData> {
    fileprivate var bytes: [UInt8]? {
        if case .present(let data) = self { data.bytes } else { nil }
    }
}
