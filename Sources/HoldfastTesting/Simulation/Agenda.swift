/// What can be done next in a simulation, and what is done next by the seed.
///
/// A job that is ready and an event that is due are drawn from alike; time moves only when there is neither, or while the process
/// stalls.
struct Agenda {
    enum Step {
        case job(UnownedJob)
        case event(EventHeap.Kind)
    }

    private(set) var now: Int64 = 0
    /// How many jobs were run and events fired.
    private(set) var steps = 0
    /// How many of them since time last moved.
    private(set) var stepsAtThisMoment = 0
    /// Two runs of one seed took the same steps when it is the same.
    private(set) var fingerprint: UInt64 = 0xcbf2_9ce4_8422_2325

    private var ready: [UnownedJob] = []
    private var events = EventHeap()
    private var random: SimulationRandom
    private var stalls: Stalls

    init(seed: UInt64, limits: Simulation.Limits) {
        random = SimulationRandom(seed: seed, label: "the next step")
        stalls = Stalls(seed: seed, limits: limits)
    }

    mutating func enqueue(_ job: UnownedJob) {
        ready.append(job)
    }

    mutating func schedule(at time: Int64, _ kind: EventHeap.Kind) {
        events.schedule(at: max(time, now), kind)
    }

    mutating func sleeperLeft() {
        events.sleeperLeft()
    }

    /// Forgets what was still to happen, and keeps what it counted.
    mutating func clear() {
        ready = []
        events = EventHeap()
    }

    var sleepDeadlines: [Int64] { events.sleepDeadlines.sorted() }

    var hasReadyJobs: Bool { !ready.isEmpty }

    /// The next step; nil when nothing can run and nothing is scheduled, or time would have to move and must not.
    mutating func next(movingTime: Bool) -> Step? {
        events.dropLeft()
        if movingTime, !ready.isEmpty, stalls.isStalled(at: now) {
            if let event = events.first, event.time <= stalls.end { return nextEvent() }
            moveTime(to: stalls.end)
        }
        let due = events.first.map { $0.time <= now } ?? false
        let choices = ready.count + (due ? 1 : 0)
        guard choices > 0 else { return movingTime ? nextEvent() : nil }
        let choice = choices == 1 ? 0 : Int.random(in: 0..<choices, using: &random)
        count(choice, of: choices)
        guard choice < ready.count else { return events.popFirst().map { .event($0.kind) } }
        ready.swapAt(choice, ready.count - 1)
        return .job(ready.removeLast())
    }

    private mutating func nextEvent() -> Step? {
        guard let event = events.popFirst() else { return nil }
        moveTime(to: event.time)
        count(Int(truncatingIfNeeded: now), of: 1)
        return .event(event.kind)
    }

    private mutating func moveTime(to moment: Int64) {
        now = max(now, moment)
        stepsAtThisMoment = 0
    }

    private mutating func count(_ choice: Int, of choices: Int) {
        steps += 1
        stepsAtThisMoment += 1
        let step = UInt64(truncatingIfNeeded: choice) &+ UInt64(choices) << 48
        fingerprint = (fingerprint ^ step) &* 0x100_0000_01b3
    }
}
