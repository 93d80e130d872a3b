import HoldfastZooKeeper

/// One step of a compared sequence. It is drawn from the seed alone, so that both ensembles are given the same.
enum Step: Sendable {
    case children(ZNodePath, arming: Bool)
    case data(ZNodePath, arming: Bool)
    case exists(ZNodePath, arming: Bool)
    case create(ZNodePath, data: [UInt8]?, mode: CreateMode)
    case setData(ZNodePath, data: [UInt8]?, version: Int32?)
    case delete(ZNodePath, version: Int32?)
    case multi([TransactionOperation])
    case fault(Fault)

    /// What is done to the ensemble or to the client of the step.
    enum Fault: String, Sendable, CaseIterable {
        case cut
        case expire
        case killLeader
        /// The connection is cut while a write is under way.
        case cutUnderWrite
        /// The leader is killed while a write is under way.
        case killLeaderUnderWrite
    }
}

/// A step, and which client takes it.
struct Turn: Sendable {
    var client: Int
    var step: Step
}

/// Draws turns: small trees and few names, so that most steps meet what others left.
struct TurnSource {
    private var random: SplitMix64
    private let home: ZNodePath

    init(seed: UInt64, home: ZNodePath) {
        random = SplitMix64(seed: seed)
        self.home = home
    }

    mutating func next() -> Turn {
        Turn(client: Int.random(in: 0...1, using: &random), step: step())
    }

    private mutating func step() -> Step {
        switch Int.random(in: 0..<1000, using: &random) {
        case 0..<150: .children(path(), arming: isChosen())
        case 150..<300: .data(path(), arming: isChosen())
        case 300..<400: .exists(path(), arming: isChosen())
        case 400..<600: .create(path(), data: data(), mode: mode())
        case 600..<740: .setData(path(), data: data(), version: version())
        case 740..<880: .delete(path(), version: version())
        case 880..<990: .multi((0..<Int.random(in: 1...5, using: &random)).map { _ in operation() })
        case 990..<995: .fault(.cut)
        case 995..<997: .fault(.expire)
        case 997..<998: .fault(.cutUnderWrite)
        case 998..<999: .fault(.killLeader)
        default: .fault(isChosen() ? .killLeaderUnderWrite : .cutUnderWrite)
        }
    }

    private mutating func operation() -> TransactionOperation {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<4: .create(path(), data: data(), mode: mode())
        case 4..<7: .setData(path(), data: data(), version: version())
        case 7..<9: .delete(path(), version: version())
        default: .check(path(), version: version())
        }
    }

    private mutating func path() -> ZNodePath {
        let depth = Int.random(in: 0...7, using: &random)
        var path = home / "t"
        for _ in 0..<[0, 1, 1, 1, 1, 2, 2, 3][depth] {
            path = path / ["a", "b", "c", "d"][Int.random(in: 0..<4, using: &random)]
        }
        return path
    }

    private mutating func data() -> [UInt8]? {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: nil
        case 1: []
        default: (0..<Int.random(in: 1...20, using: &random)).map { UInt8($0) }
        }
    }

    private mutating func mode() -> CreateMode {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5: .persistent
        case 5..<8: .ephemeral
        case 8: .persistentSequential
        default: .ephemeralSequential
        }
    }

    private mutating func version() -> Int32? {
        let drawn = Int32.random(in: -3...3, using: &random)
        return drawn < 0 ? nil : drawn
    }

    private mutating func isChosen() -> Bool { Bool.random(using: &random) }
}
