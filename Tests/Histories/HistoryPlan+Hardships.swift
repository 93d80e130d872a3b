package import HoldfastTesting

// What writers and operators do that is honest, or at least happens, and that no fault of the servers brings about.
extension HistoryPlan {
    /// One of them is added to what was drawn, or takes its place: much of what is wrong only shows where nothing else is.
    package mutating func drawHardship(_ random: inout SimulationRandom) {
        if random.chance(0.6) {
            steps = []
            faults.entries = []
        }
        things = max(things, 5)
        approvesAtTheEnd = random.chance(0.25)
        switch Int.random(in: 0..<12, using: &random) {
        case 0...3: drawRemaking(&random)
        case 4, 5: drawClocks(&random)
        case 6...8: drawRestores(&random)
        case 9, 10: drawMisleading(&random)
        default: drawRewriting(&random)
        }
        steps.sort { $0.at < $1.at }
    }

    /// An honest writer makes entries anew, some of them with payloads that mean nothing for a while.
    private mutating func drawRemaking(_ random: inout SimulationRandom) {
        var at = Int.random(in: 8000...11_000, using: &random)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let isMeaningless = random.chance(0.4)
            steps.append(Step(at: at, action: .remake(drawnRemake(isMeaningless: isMeaningless, &random))))
            if isMeaningless {
                // The list is accepted anew before the payload is mended.
                if random.chance(0.5) {
                    at += Int.random(in: 20...2000, using: &random)
                    steps.append(Step(at: at, action: drawnChange(&random)))
                }
                if random.chance(0.3) {
                    at += Int.random(in: 20...2000, using: &random)
                    steps.append(Step(at: at, action: .remake(drawnRemake(isMeaningless: true, &random))))
                }
                if random.chance(0.5) {
                    at += Int.random(in: 20...1000, using: &random)
                    steps.append(
                        Step(at: at, action: .addMeaningless(things + Int.random(in: 41...60, using: &random))))
                }
                at += Int.random(in: 20...4000, using: &random)
                // What is mended is read while something else is absent.
                if random.chance(0.5) {
                    let gone = Int.random(in: 1...things, using: &random)
                    steps.append(Step(at: at - Int.random(in: 0...20, using: &random), action: .remove(gone)))
                }
                steps.append(Step(at: at, action: .mend))
            }
            if random.chance(0.25) { drawRestart(at + Int.random(in: 0...3000, using: &random), &random) }
            at += Int.random(in: 3000...8000, using: &random)
        }
    }

    private func drawnRemake(
        isMeaningless: Bool, _ random: inout SimulationRandom
    ) -> OperatorAction.Remake {
        var numbers = Array(1...things)
        numbers.shuffle(using: &random)
        let again = Int.random(in: 1...2, using: &random)
        return OperatorAction.Remake(
            things: Array(numbers.prefix(again)),
            dropping: Array(numbers.dropFirst(again).prefix(random.chance(0.6) ? 1 : 0)),
            manner: OperatorAction.Remake.Manner.allCases.randomElement(using: &random) ?? .transaction,
            isMeaningless: isMeaningless)
    }

    /// Clocks of publishers are ahead by minutes, by years, or by more than can be counted, and are set back.
    private mutating func drawClocks(_ random: inout SimulationRandom) {
        isDeclared = true
        hasRival = random.chance(0.6)
        for _ in 0..<Int.random(in: 1...2, using: &random) {
            let from = Int.random(in: 0...15_000, using: &random)
            clocks.append(
                PublisherClock(
                    isRivals: hasRival && random.chance(0.5), from: from,
                    until: from + Int.random(in: 3000...18_000, using: &random), ahead: Self.drawnLead(&random)))
        }
        if random.chance(0.6) { drawRestores(&random) }
        for _ in 0..<Int.random(in: 2...5, using: &random) {
            steps.append(Step(at: Int.random(in: 2000...Self.span, using: &random), action: drawnChange(&random)))
        }
    }

    private static func drawnLead(_ random: inout SimulationRandom) -> Int64 {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: Int64.random(in: 30_000...600_000, using: &random)
        case 1: 3_600_000 * Int64.random(in: 1...100, using: &random)
        case 2: 31_536_000_000 * Int64.random(in: 1...100, using: &random)
        default: PublisherClock.end
        }
    }

    /// Backups of different moments are restored, one after the other, and what is between is written to, approved, or both.
    private mutating func drawRestores(_ random: inout SimulationRandom) {
        let begins = Int.random(in: 7000...10_000, using: &random)
        let ends = begins + 7000
        steps.removeAll { (begins..<ends).contains($0.at) }
        let number = steps.count { $0.action == .snapshot && $0.at < begins }
        steps.append(Step(at: begins, action: .snapshot))
        steps.append(Step(at: begins + 400, action: .add(things + 10)))
        drawChanges(0...2, from: begins + 800, &random)
        steps.append(Step(at: begins + 3000, action: .snapshot))
        // What both backups do not know to be gone, and what the younger knows.
        if random.chance(0.7) { steps.append(Step(at: begins + 3400, action: .remove(things + 10))) }
        drawChanges(0...2, from: begins + 3800, &random)
        if random.chance(0.2) { return drawLateApproval(of: number + 1, at: ends, &random) }
        let orders = [[1, 2], [2, 1], [1, 1], [2, 2], [1, 2, 1], [2, 1, 2], [1, 1, 2]]
        var at = ends
        for backup in orders.randomElement(using: &random) ?? [1, 2] {
            faults.entries.append(.init(.restore(snapshot: number + backup), begins: .milliseconds(at)))
            let next = at + Int.random(in: 3000...7000, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0: drawChanges(1...2, from: at + 1500, &random)
            case 1: steps.append(Step(at: at + 2000, action: .approve))
            case 2: steps.append(Step(at: at + 2000, action: .approveThere))
            case 3: drawRestart(at + Int.random(in: -1500...1500, using: &random), &random)
            case 4: steps.append(Step(at: at + 2000, action: .restate))
            default: break
            }
            at = next
        }
    }

    /// One backup is restored twice, and written to in between and after that: what the servers count comes out the same, and an operator
    /// who looked at the first list approves when the second stands.
    private mutating func drawLateApproval(of backup: Int, at begins: Int, _ random: inout SimulationRandom) {
        let second = begins + Int.random(in: 4000...7000, using: &random)
        var numbers = Array(1...things)
        numbers.shuffle(using: &random)
        for (at, number) in [(begins, numbers[0]), (second, numbers[1])] {
            faults.entries.append(.init(.restore(snapshot: backup), begins: .milliseconds(at)))
            steps.append(Step(at: at + 2000, action: .remove(number)))
        }
        steps.append(Step(at: begins + 2700, action: .noteToken))
        steps.append(Step(at: second + 2700, action: .approveNoted))
    }

    /// The worker is led to another ensemble, whose list of the same path was stated whole by somebody else, and is led back.
    private mutating func drawMisleading(_ random: inout SimulationRandom) {
        isDeclared = true
        let begins = Int.random(in: 8000...15_000, using: &random)
        let lasts = Int.random(in: 3000...15_000, using: &random)
        faults.entries.append(.init(.mislead(client: 1), begins: .milliseconds(begins), lasts: .milliseconds(lasts)))
        drawChanges(0...2, from: begins - 4000, &random)
        drawChanges(0...2, from: begins + 500, &random)
        guard random.chance(0.3) else { return }
        // The next worker has another client, which is led there as well. Without what it knew it could not know better.
        keepsState = true
        let restarts = begins + Int.random(in: 500...2500, using: &random)
        let pause = Int.random(in: 0...500, using: &random)
        steps.removeAll { if case .restart = $0.action { true } else { false } }
        steps.append(Step(at: restarts, action: .restart(drawnDeparture(&random), pause: pause)))
        // The clients of the first worker, the writers and the stranger come before it.
        let next = hasRival ? 5 : 4
        faults.entries.append(
            .init(
                .mislead(client: next), begins: .milliseconds(restarts + pause + 600),
                lasts: .milliseconds(max(1000, begins + lasts - restarts))))
    }

    /// Somebody deletes the list and writes it anew while a publisher is at work: as long as the list was only written once, all that the
    /// servers count comes out the same.
    private mutating func drawRewriting(_ random: inout SimulationRandom) {
        isDeclared = true
        requestLimit = 1 << 20
        let thing = Int.random(in: 1...things, using: &random)
        steps.append(Step(at: Int.random(in: 3000...9000, using: &random), action: .rewriteUnder(remove: thing)))
    }

    private mutating func drawChanges(
        _ count: ClosedRange<Int>, from begin: Int, _ random: inout SimulationRandom
    ) {
        for index in 0..<Int.random(in: count, using: &random) {
            steps.append(Step(at: begin + 800 * index, action: drawnChange(&random)))
        }
    }

    /// What a writer does any day.
    private func drawnChange(_ random: inout SimulationRandom) -> OperatorAction {
        let present = Int.random(in: 1...things, using: &random)
        let new = things + Int.random(in: 20...40, using: &random)
        return switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: .add(new)
        case 2, 3: .remove(present)
        case 4: hasRival ? .race(add: new, remove: present) : .change(present)
        default: .remake(drawnRemake(isMeaningless: false, &random))
        }
    }

    private mutating func drawRestart(_ at: Int, _ random: inout SimulationRandom) {
        if random.chance(0.8) { keepsState = true }
        let pause =
            random.chance(0.5) ? Int.random(in: 0...300, using: &random) : Int.random(in: 0...5000, using: &random)
        steps.append(Step(at: at, action: .restart(drawnDeparture(&random), pause: pause)))
    }

    private func drawnDeparture(_ random: inout SimulationRandom) -> OperatorAction.Departure {
        random.chance(0.5) ? .losePower : random.chance(0.5) ? .kill : .end
    }
}
