/// When the process stalls: what is ready does not run while time moves on.
struct Stalls {
    private let chance: Double
    private let lengths: ClosedRange<Duration>
    private var random: SimulationRandom
    /// When the stall under way is over.
    private(set) var end: Int64 = .min

    init(seed: UInt64, limits: Simulation.Limits) {
        chance = limits.stallChance
        lengths = limits.stallLength
        random = SimulationRandom(seed: seed, label: "stalls")
    }

    /// Whether it stalls now; to be asked where something could run.
    mutating func isStalled(at now: Int64) -> Bool {
        guard chance > 0 else { return false }
        if now >= end, random.chance(chance) { end = now + random.duration(in: lengths).wholeNanoseconds }
        return now < end
    }
}
