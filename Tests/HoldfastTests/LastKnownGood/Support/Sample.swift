import HoldfastCore

@testable import Holdfast
@testable import HoldfastZooKeeper

/// Values to keep, each another.
enum Sample {
    static let owner = StateOwner(list: Array("/collectors/plant-7".utf8), workerID: "worker-1")
    static let folder = "/var/lib/holdfast"

    /// The value of that number: as full and as odd as the seed has it.
    static func value(_ number: Int, seed: UInt64) -> LastKnownGood {
        var random = SplitMix64(seed: seed &* 1_000_003 &+ UInt64(number))
        var value = LastKnownGood(approvals: number)
        for index in 0..<Int.random(in: 0...24, using: &random) {
            let id = ThingID(bytes: Array("thing-\(index)".utf8) + bytes(0...3, &random))
            value.things[id] = LastKnownGood.Thing(
                assignment: Assignment(id: id, payload: bytes(0...120, &random), fence: Fence(rawValue: any(&random))),
                isEphemeral: .random(using: &random), isStoppedByOperator: .random(using: &random))
        }
        if .random(using: &random) {
            var names: [ThingID: EntryVersion?] = [:]
            for id in value.things.keys.sorted() {
                let version = EntryVersion(
                    czxid: any(&random), mzxid: any(&random), isCurrent: .random(using: &random))
                names.updateValue(.random(using: &random) ? version : nil, forKey: id)
            }
            value.floor = Floor(stat: stat(&random), names: names, slack: .random(in: 0...9, using: &random))
        }
        if .random(using: &random) { value.newest = stat(&random) }
        if .random(using: &random) {
            let causes = ListTrouble.Cause.allCases.shuffled(using: &random)
            value.trouble = ListTrouble(
                Set(causes.prefix(.random(in: 1...causes.count, using: &random))),
                recreatedAs: .random(using: &random) ? stat(&random).identity : nil)
        }
        if .random(using: &random) {
            value.newestStatement = statement(&random)
            value.heads = statements(&random)
            value.accepted = AcceptedDeclaration(
                id: statement(&random), revision: any(&random), lineage: statements(&random),
                listName: .random(using: &random) ? "plant-7" : nil)
        }
        value.highWater = HighWater(
            marks: (0..<Int.random(in: 0...3, using: &random)).map { _ in
                HighWater.Mark(identity: stat(&random).identity, pzxid: any(&random))
            }, generation: .random(using: &random) ? any(&random) : nil)
        for index in 0..<Int.random(in: 0...3, using: &random) { value.departed.insert(ThingID("departed-\(index)")) }
        for index in 0..<Int.random(in: 0...3, using: &random) {
            value.awaitingWord[ThingID("waiting-\(index)")] = any(&random)
        }
        return value
    }

    /// A list of so many Things, all alike.
    static func list(of count: Int) -> LastKnownGood {
        let payload = Array(#"{"source":"tcp:device-4711.plant-7.example:7000","interval_ms":1000,"unit":"bar"}"#.utf8)
        var things: [ThingID: LastKnownGood.Thing] = [:]
        var names: [ThingID: EntryVersion?] = [:]
        for index in 0..<count {
            let id = ThingID("device-\(index)")
            let fence = Fence(rawValue: 8_589_934_592 + Int64(index))
            things[id] = LastKnownGood.Thing(assignment: Assignment(id: id, payload: payload, fence: fence))
            names.updateValue(EntryVersion(czxid: fence.rawValue, mzxid: fence.rawValue), forKey: id)
        }
        let stat = ListStat(
            identity: ListIdentity(czxid: 1, ctime: 2), pzxid: 8_590_000_000, cversion: Int32(count), mzxid: 3,
            version: 4)
        return LastKnownGood(things: things, floor: Floor(stat: stat, names: names), newest: stat)
    }

    private static func bytes(_ counts: ClosedRange<Int>, _ random: inout SplitMix64) -> [UInt8] {
        (0..<Int.random(in: counts, using: &random)).map { _ in .random(in: 0...255, using: &random) }
    }

    private static func statements(_ random: inout SplitMix64) -> [StatementID] {
        (0..<Int.random(in: 0...3, using: &random)).map { _ in statement(&random) }
    }

    private static func statement(_ random: inout SplitMix64) -> StatementID {
        StatementID(
            generation: any(&random), mark: .random(using: &random) ? .random(in: 0 ... .max, using: &random) : nil)
    }

    private static func any(_ random: inout SplitMix64) -> Int64 {
        .random(in: .min ... .max, using: &random)
    }

    private static func stat(_ random: inout SplitMix64) -> ListStat {
        ListStat(
            identity: ListIdentity(czxid: any(&random), ctime: any(&random)), pzxid: any(&random),
            cversion: Int32(truncatingIfNeeded: any(&random)), mzxid: any(&random),
            version: Int32(truncatingIfNeeded: any(&random)))
    }
}
