internal import HoldfastZooKeeper

/// The order in which watches were armed.
struct WatchOrder {
    private var numbers: [ObjectIdentifier: Int] = [:]
    private var lastNumber = 0

    mutating func armed(_ watch: Watch) {
        lastNumber += 1
        // One that took the place in memory of another takes its number over.
        numbers[ObjectIdentifier(watch)] = lastNumber
    }

    func sorted(_ watches: [Watch]) -> [Watch] {
        watches.sorted { numbers[ObjectIdentifier($0), default: 0] < numbers[ObjectIdentifier($1), default: 0] }
    }
}
