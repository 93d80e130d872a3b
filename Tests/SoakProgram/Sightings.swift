internal import HoldfastZooKeeper

/// What the readers saw last, by the number of the node.
struct Sightings: Sendable {
    // Each has one writer.
    private let last: [Latest<UInt8?>]

    init(of count: Int) { last = (0..<count).map { _ in Latest(nil) } }

    var areComplete: Bool { last.allSatisfy { $0.value != nil } }

    func saw(_ value: UInt8?, at number: Int) { last[number].set(value) }

    func areAll(_ value: UInt8) -> Bool { last.allSatisfy { $0.value == value } }
}
