import Foundation
import HoldfastEnsemble
import HoldfastZooKeeper

/// A long list over many cut connections, and over a lost session.
struct EnduranceRun {
    /// The shortest that the servers grant with their tick of 2 s.
    private static let sessionTimeout = Duration.seconds(4)

    let client: ZooKeeperClient
    let server: EnsembleServer
    let worker: String
    let things: Int
    let payload: Int
    let reconnects: Int
    /// No connection is cut after that, so that what was measured is kept.
    let deadline: SuspendingClock.Instant

    func run() async throws -> Figures.Endurance {
        var figures = Figures.Endurance(things: things, payload: payload, reconnects: reconnects)
        let bytes = [UInt8](repeating: UInt8(ascii: "p"), count: payload)
        var list = try BenchmarkList(
            ZNodePath(EntrantName.holdfast.list), payload: bytes, form: .declared, client: client)
        try await list.fill(with: things)
        let milliseconds = Int(Self.sessionTimeout / .milliseconds(1))
        let entrant = Entrant(name: .holdfast, executable: worker) { [$0, $1, "\(milliseconds)"] }
        let program = try RunningEntrant(entrant, server: "127.0.0.1:\(server.proxy.port)")
        do {
            try await endure(program, &figures)
        } catch {
            await program.end()
            throw error
        }
        await program.end()
        try await list.remove()
        return figures
    }

    private func endure(_ program: RunningEntrant, _ figures: inout Figures.Endurance) async throws {
        let lines = program.lines
        let begun = try await lines.wait(for: 1, of: .connecting)
        let loaded = try await lines.wait(for: things, of: .started)
        figures.firstLoad = (loaded - begun) / .milliseconds(1)
        try await lines.wait(for: 1, of: .following)
        let answer = try await server.fourLetterWord("wchs")
        figures.watches = answer.split(separator: ":").last.flatMap { Int($0.filter(\.isNumber)) } ?? 0
        // Room for the lost session: nothing comes back faster than it was loaded.
        let reserve = Self.sessionTimeout + .seconds(20) + .milliseconds(2 * figures.firstLoad)
        for _ in 0..<reconnects where SuspendingClock().now + reserve < deadline {
            let cut = try await interrupt(lines) { try await server.proxy.cut() }
            figures.reconnectTimes.append(cut)
        }
        let refused = try await interrupt(lines) {
            try await server.proxy.refuse()
            // No event tells of it: the servers give the session up after its timeout, at the next of their ticks.
            try await Task.sleep(for: Self.sessionTimeout + .seconds(4))
        } restoring: {
            try await server.proxy.restore()
        }
        figures.resynchronisation = refused
        figures.strayLines = lines.tally(of: .started).count - things + lines.tally(of: .stopped).count
    }

    /// - Returns: from the end of the fault until the list is followed again, in milliseconds.
    private func interrupt(
        _ lines: LineCounter, _ fault: () async throws -> Void, restoring: () async throws -> Void = {}
    ) async throws -> Double {
        let (held, followed) = (lines.tally(of: .holding).count, lines.tally(of: .following).count)
        try await fault()
        let over = SuspendingClock().now
        try await restoring()
        try await lines.wait(for: held + 1, of: .holding)
        return (try await lines.wait(for: followed + 1, of: .following) - over) / .milliseconds(1)
    }
}
