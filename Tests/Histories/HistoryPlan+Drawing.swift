package import HoldfastTesting

extension HistoryPlan {
    /// Within which time the actions and the faults of a drawn history begin, in milliseconds.
    static let span = 30_000

    /// A history drawn from random numbers: every fault and every action may be in it.
    package static func drawn(_ random: inout SimulationRandom) -> HistoryPlan {
        var plan = HistoryPlan()
        plan.servers = random.chance(0.7) ? 3 : random.chance(0.5) ? 1 : 5
        plan.sessionTimeout = random.chance(0.5) ? 4000 : Int.random(in: 1000...10_000, using: &random)
        plan.things = Int.random(in: 1...8, using: &random)
        plan.isDeclared = random.chance(0.4)
        if random.chance(0.3) { plan.requestLimit = Int.random(in: 2750...3050, using: &random) }
        if random.chance(0.2) { plan.brakeRelease = Int.random(in: 5000...40_000, using: &random) }
        if random.chance(0.15) { plan.tenure = Int.random(in: 5000...30_000, using: &random) }
        plan.tellsPayloads = random.chance(0.3)
        if random.chance(0.2) { plan.lingers = Int.random(in: 1...400, using: &random) }
        plan.keepsState = random.chance(0.5)
        plan.hasRival = plan.isDeclared && random.chance(0.4)
        plan.ending = Ending.allCases.randomElement(using: &random) ?? .putBack
        plan.steps = plan.drawnSteps(&random)
        let snapshots = plan.steps.count { $0.action == .snapshot }
        var draw = FaultPlan.Draw(servers: plan.servers, clients: 2)
        draw.within = .milliseconds(span)
        draw.snapshots = snapshots
        draw.wipes = random.chance(0.3)
        draw.count = 0...5
        plan.faults = .drawn(draw, using: &random)
        // A snapshot that is restored is what the history is about.
        if snapshots > 0, random.chance(0.6) {
            let at = Int.random(in: span / 3...span, using: &random)
            plan.faults.entries.append(
                .init(.restore(snapshot: Int.random(in: 1...snapshots, using: &random)), begins: .milliseconds(at)))
        }
        if random.chance(0.25) { plan.drawAbsence(&random) }
        if random.chance(0.15) { plan.drawDeposedLeader(&random) }
        if random.chance(0.1) { plan.stall = Int.random(in: 20...500, using: &random) }
        if random.chance(0.1) { plan.inFlight = Int.random(in: 1...4, using: &random) }
        if random.chance(0.1) {
            plan.drawSpread(&random)
        } else if random.chance(0.08) {
            plan.drawRestoredBackup(&random)
        }
        if plan.isDeclared, random.chance(0.15) { plan.drawMisaccount(&random) }
        if random.chance(0.24) { plan.drawHardship(&random) }
        if plan.isDeclared, random.chance(0.1) { plan.drawStranger(&random) }
        return plan
    }

    /// For a while the list is one that an older version has spread over shards.
    private mutating func drawSpread(_ random: inout SimulationRandom) {
        let at = Int.random(in: 2000...Self.span, using: &random)
        let action = OperatorAction.spread(
            add: things + 40, remove: Int.random(in: 1...things, using: &random),
            wait: Int.random(in: 100...4000, using: &random))
        steps.append(Step(at: at, action: action))
        steps.sort { $0.at < $1.at }
    }

    /// A foreign writer keeps the account wrongly, while nothing else happens: what runs must be what is listed all the same.
    private mutating func drawMisaccount(_ random: inout SimulationRandom) {
        let at = Self.span + Int.random(in: 10_000...20_000, using: &random)
        let error = OperatorAction.Misaccount.allCases.randomElement(using: &random) ?? .silent
        steps.append(
            Step(
                at: at,
                action: .misaccount(add: things + 30, remove: Int.random(in: 1...things, using: &random), error)))
    }

    /// Somebody who knows no declarations puts a Thing on a declared list, some time after a statement, and nothing else happens for a while:
    /// no watch tells of it, and it is to be started all the same.
    private mutating func drawStranger(_ random: inout SimulationRandom) {
        let states = Self.span + Int.random(in: 20_000...30_000, using: &random)
        let comes = states + Int.random(in: 100...30_000, using: &random)
        steps.append(Step(at: states, action: .add(things + 50)))
        steps.append(Step(at: comes, action: .lend(things + 51)))
        steps.append(Step(at: comes + 45_000, action: .restate))
    }

    /// A declared list is restored from a backup, and the next statement goes on from there: what was lost in between was not taken off.
    private mutating func drawRestoredBackup(_ random: inout SimulationRandom) {
        isDeclared = true
        let restores = Int.random(in: 12_000...25_000, using: &random)
        steps.removeAll { $0.at > restores - 4000 && $0.at < restores + 4000 }
        let number = steps.count { $0.action == .snapshot && $0.at < restores } + 1
        steps.append(Step(at: restores - 3000, action: .snapshot))
        steps.append(Step(at: restores - 2500, action: .add(things + 10)))
        faults.entries.append(
            .init(.restore(snapshot: number), begins: .milliseconds(restores)))
        steps.append(Step(at: restores + 2500, action: .add(things + 11)))
        steps.sort { $0.at < $1.at }
    }

    /// A leader hangs until another is elected, and serves the worker what it knows when it goes on: that was changed meanwhile.
    private mutating func drawDeposedLeader(_ random: inout SimulationRandom) {
        servers = max(servers, 3)
        let hangs = Int.random(in: 5000...20_000, using: &random)
        let lasts = Int.random(in: 5000...9000, using: &random)
        // Which of them leads is not known before.
        let server = Int.random(in: 1...servers, using: &random)
        faults.entries.append(
            .init(.hang(server: server), begins: .milliseconds(hangs), lasts: .milliseconds(lasts)))
        faults.entries.append(
            .init(.partitionClient(1), begins: .milliseconds(hangs + 100), lasts: .milliseconds(lasts - 200)))
        let changed = hangs + lasts - Int.random(in: 100...2000, using: &random)
        let thing = Int.random(in: 1...things, using: &random)
        steps.append(Step(at: changed, action: random.chance(0.5) ? .remove(thing) : .add(things + 5)))
        steps.sort { $0.at < $1.at }
    }

    /// What happens while the worker is away: it comes back to a list that has another past, and looks much like the old one.
    private mutating func drawAbsence(_ random: inout SimulationRandom) {
        if random.chance(0.8) { isDeclared = false }
        things = max(things, 4)
        let leaves = Int.random(in: 8000...20_000, using: &random)
        let lasts = random.chance(0.7) ? sessionTimeout * 3 / 4 : Int.random(in: 1000...15_000, using: &random)
        faults.entries.append(
            .init(.partitionClient(1), begins: .milliseconds(leaves), lasts: .milliseconds(lasts)))
        if random.chance(0.5) {
            // The list is written again, and not yet whole when the worker is back.
            steps.append(
                Step(at: leaves + 50, action: .rewrite(pause: 10, refill: Int.random(in: 300...1500, using: &random))))
        } else {
            // What came after the snapshot is lost, and what is written after it counts up to where the worker was.
            let number = steps.count { $0.action == .snapshot } + 1
            steps.append(Step(at: leaves - 3000, action: .snapshot))
            steps.append(Step(at: leaves - 2500, action: .add(things + 10)))
            faults.entries.append(.init(.restore(snapshot: number), begins: .milliseconds(leaves + 200)))
            for extra in 0..<Int.random(in: 1...4, using: &random) {
                steps.append(Step(at: leaves + 400 + extra, action: .add(things + 20 + extra)))
            }
        }
        steps.sort { $0.at < $1.at }
    }

    private func drawnSteps(_ random: inout SimulationRandom) -> [Step] {
        (0..<Int.random(in: 1...8, using: &random)).map { _ in
            // Half of them come in bursts, in which one meets the other.
            let at =
                random.chance(0.5)
                ? Int.random(in: 0...Self.span, using: &random)
                : 10_000 + Int.random(in: 0...3000, using: &random)
            return Step(at: at, action: drawnAction(&random))
        }.sorted { $0.at < $1.at }
    }

    private func drawnAction(_ random: inout SimulationRandom) -> OperatorAction {
        // One in three is a Thing that is not on the list to begin with.
        let thing = Int.random(in: 1...(things + max(1, things / 2)), using: &random)
        let present = Int.random(in: 1...things, using: &random)
        let pause = Int.random(in: 1...(random.chance(0.7) ? 450 : 2000), using: &random)
        switch Int.random(in: 0..<29, using: &random) {
        case 0, 1: return .add(thing)
        case 2, 3, 4: return .remove(present)
        case 5: return .change(present)
        case 6: return random.chance(0.5) ? .spoil(present) : .addOdd
        case 7, 8: return .swap(add: thing, remove: present)
        case 9, 10:
            let several = (0..<Int.random(in: 2...4, using: &random)).map { _ in
                Int.random(in: 1...things, using: &random)
            }
            return .removeEach(Array(Set(several)).sorted(), pause: pause)
        case 11, 12:
            return .rewrite(pause: pause, refill: random.chance(0.5) ? pause : Int.random(in: 1...1500, using: &random))
        case 13: return .emptyOut(wait: pause)
        case 14: return .putBack
        case 15: return .scribble(wait: pause)
        case 16: return .lend(thing)
        case 17, 18: return .snapshot
        case 19: return .stray(present)
        case 20: return .restate
        case 21: return .approveThere
        case 22: return .rest(present)
        case 23: return .resume
        case 24 where hasRival: return .race(add: thing, remove: present)
        case 25 where isDeclared: return .foreign(add: thing, lineage: Int.random(in: 0...2, using: &random))
        case 26, 27:
            let departure = OperatorAction.Departure.allCases.randomElement(using: &random) ?? .end
            return .restart(departure, pause: Int.random(in: 0...(random.chance(0.5) ? 500 : 10_000), using: &random))
        default: return .approve
        }
    }
}
