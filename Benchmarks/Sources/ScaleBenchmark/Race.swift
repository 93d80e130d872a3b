import Foundation
import HoldfastEnsemble
import HoldfastZooKeeper

/// The programs side by side on lists of one length, each with a list of its own.
///
/// They load in turn, and then the lists are changed one after the other, in an order drawn anew each time: nobody shares a
/// notification, one program is at work at a time, and a noisy moment of the machine hurts all alike.
struct Race {
    /// What the changes of one block cost is told as one figure: so much of it is not rounded away.
    private static let block = 10

    let client: ZooKeeperClient
    let server: EnsembleServer
    let entrants: [Entrant]
    let things: Int
    let payload: Int
    let rounds: Int
    let changes: Int

    private var address: String { "127.0.0.1:\(server.clientPort)" }

    func run() async throws -> Figures.Case {
        var lists: [EntrantName: BenchmarkList] = [:]
        for entrant in entrants {
            let bytes = [UInt8](repeating: UInt8(ascii: "p"), count: payload)
            var list = try BenchmarkList(
                ZNodePath(entrant.name.list), payload: bytes, form: entrant.name.form, client: client)
            try await list.fill(with: things)
            lists[entrant.name] = list
        }
        var figures = Dictionary(
            uniqueKeysWithValues: entrants.map { ($0.name, Figures.ProgramFigures(name: $0.name)) })
        var running: [RunningEntrant] = []
        do {
            running = try await load(&figures)
            try await change(running, &lists, &figures)
        } catch {
            for program in running { await program.end() }
            throw error
        }
        for program in running { await program.end() }
        for list in lists.values { try await list.remove() }
        return Figures.Case(things: things, payload: payload, programs: entrants.compactMap { figures[$0.name] })
    }

    /// - Returns: the programs of the last round, which run on.
    private func load(_ figures: inout [EntrantName: Figures.ProgramFigures]) async throws -> [RunningEntrant] {
        var running: [RunningEntrant] = []
        for round in 1...rounds {
            for entrant in entrants.shuffled() {
                let watchesBefore = try await watches()
                let program = try RunningEntrant(entrant, server: address)
                do {
                    let begun = try await program.lines.wait(for: 1, of: .connecting)
                    let ended = try await program.lines.wait(for: things, of: .started)
                    figures[entrant.name]?.loads.append((ended - begun) / .milliseconds(1))
                    figures[entrant.name]?.note(program, "round \(round)")
                    let cost = try ProcessFigures(of: program.identifier)
                    figures[entrant.name]?.loadProcessorTimes.append(cost.processorTime)
                    figures[entrant.name]?.resident = cost.resident
                    figures[entrant.name]?.watches = try await watches() - watchesBefore
                } catch {
                    await program.end()
                    for other in running { await other.end() }
                    throw error
                }
                if round == rounds { running.append(program) } else { await program.end() }
            }
        }
        return running
    }

    private func watches() async throws -> Int {
        let answer = try await server.fourLetterWord("wchs")
        let words = answer.split(whereSeparator: \.isWhitespace)
        guard let last = words.last?.split(separator: ":").last, let count = Int(last) else { return 0 }
        return count
    }

    private func change(
        _ programs: [RunningEntrant], _ lists: inout [EntrantName: BenchmarkList],
        _ figures: inout [EntrantName: Figures.ProgramFigures]
    ) async throws {
        var before = try await costs(of: programs)
        // One block that does not count: caches fill, and compilers learn.
        for number in 0..<(changes + Self.block) {
            let isCounted = number >= Self.block
            for isAddition in [true, false] {
                for program in programs.shuffled() {
                    let time = try await change(program, &lists, adding: isAddition, number)
                    figures[program.name]?.note(
                        program, "\(isAddition ? "addition" : "removal") \(number - Self.block)")
                    guard isCounted else { continue }
                    if isAddition {
                        figures[program.name]?.additions.append(time)
                    } else {
                        figures[program.name]?.removals.append(time)
                    }
                }
            }
            guard (number + 1).isMultiple(of: Self.block) else { continue }
            let now = try await costs(of: programs)
            for program in programs where isCounted {
                guard let new = now[program.name], let old = before[program.name] else { continue }
                figures[program.name]?.add(new, since: old, changes: Double(2 * Self.block))
            }
            before = now
        }
        for program in programs {
            figures[program.name]?.residentAfterChanges = try ProcessFigures(of: program.identifier).resident
        }
    }

    /// - Returns: how long it took until the program told of it, in milliseconds.
    private func change(
        _ program: RunningEntrant, _ lists: inout [EntrantName: BenchmarkList], adding isAddition: Bool, _ number: Int
    ) async throws -> Double {
        guard var list = lists[program.name] else { throw BenchmarkError("\(program.name) has no list") }
        let event = isAddition ? LineCounter.Event.started : .stopped
        let count = program.lines.tally(of: event).count
        let sent = SuspendingClock().now
        if isAddition { try await list.add("added-\(number)") } else { try await list.takeOff("added-\(number)") }
        lists[program.name] = list
        let arrived = try await program.lines.wait(for: count + 1, of: event)
        return (arrived - sent) / .milliseconds(1)
    }

    private func costs(of programs: [RunningEntrant]) async throws -> [EntrantName: Cost] {
        var costs: [EntrantName: Cost] = [:]
        for program in programs {
            costs[program.name] = Cost(
                process: try ProcessFigures(of: program.identifier),
                wire: try await WireFigures(of: program.identifier, at: server))
        }
        return costs
    }
}

/// What a program has cost so far.
struct Cost: Sendable {
    var process: ProcessFigures
    var wire: WireFigures
}

extension Figures.ProgramFigures {
    /// What the program has said of its posture since the last time.
    fileprivate mutating func note(_ program: RunningEntrant, _ when: String) {
        let said = program.lines.takePostures()
        if !said.isEmpty { postures = (postures ?? []) + said.map { "\(when), \($0)" } }
    }

    fileprivate mutating func add(_ new: Cost, since old: Cost, changes: Double) {
        processorTimes.append((new.process.processorTime - old.process.processorTime) / changes)
        if let now = new.wire.bytes, let before = old.wire.bytes { bytes.append(Double(now - before) / changes) }
        if let now = new.wire.requests, let before = old.wire.requests {
            requests.append(Double(now - before) / changes)
        }
    }
}
