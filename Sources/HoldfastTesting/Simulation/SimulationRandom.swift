internal import HoldfastZooKeeper

/// Random numbers of one purpose in a simulation: the same seed and the same label give the same numbers.
///
/// Each purpose has its own (``Simulation/random(_:)``), so that one number more in one place does not shift all others.
public struct SimulationRandom: RandomNumberGenerator, Sendable {
    private var generator: SplitMix64

    /// The numbers of a purpose, named by a label, under a seed.
    public init(seed: UInt64, label: String) {
        // FNV-1a: Swift's own hashes differ from process to process, and a history must replay in another one.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in label.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var mixer = SplitMix64(seed: seed)
        generator = SplitMix64(seed: mixer.next() ^ hash)
    }

    public mutating func next() -> UInt64 { generator.next() }
}

extension SimulationRandom {
    /// A duration drawn evenly from a range.
    public mutating func duration(in range: ClosedRange<Duration>) -> Duration {
        let span = (range.upperBound - range.lowerBound).wholeNanoseconds
        return range.lowerBound + .nanoseconds(Int64.random(in: 0...span, using: &self))
    }

    /// Whether something happens that happens with that probability.
    public mutating func chance(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &self) < probability
    }
}
