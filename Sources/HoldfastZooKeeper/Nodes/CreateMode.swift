/// How long a created node lives, and whether the servers number it.
public struct CreateMode: Hashable, Sendable {
    /// What ends the life of a node.
    package enum Life: Hashable {
        case deletion
        case session
        case emptiness
        case idleness(Duration)
    }

    package let life: Life
    /// Whether the servers append a number of ten digits to the path: it grows with each node created below the same
    /// parent.
    public let isSequential: Bool

    /// The node stays until it is deleted.
    public static let persistent = CreateMode(life: .deletion, isSequential: false)
    /// The node is deleted by the servers when the session that created it ends.
    public static let ephemeral = CreateMode(life: .session, isSequential: false)
    /// As ``persistent``, and numbered.
    public static let persistentSequential = CreateMode(life: .deletion, isSequential: true)
    /// As ``ephemeral``, and numbered.
    public static let ephemeralSequential = CreateMode(life: .session, isSequential: true)
    /// The node is deleted by the servers some time after its last child was deleted. It cannot be part of a transaction.
    public static let container = CreateMode(life: .emptiness, isSequential: false)

    /// The node is deleted by the servers once it was not changed for that time and has no children.
    ///
    /// Only servers with `extendedTypesEnabled` know it; others answer ``ZooKeeperError/Code/unimplemented``. It cannot
    /// be part of a transaction.
    ///
    /// - Parameter timeToLive: in whole milliseconds, from 1 ms to 34 years; a create refuses any other with
    ///   ``ZooKeeperError/Code/badArguments``.
    public static func persistent(timeToLive: Duration) -> CreateMode {
        CreateMode(life: .idleness(timeToLive), isSequential: false)
    }

    /// As ``persistent(timeToLive:)``, and numbered.
    public static func persistentSequential(timeToLive: Duration) -> CreateMode {
        CreateMode(life: .idleness(timeToLive), isSequential: true)
    }

    /// Whether the node is deleted when its session ends.
    public var isEphemeral: Bool { life == .session }

    /// Whether the node is deleted when its last child was.
    public var isContainer: Bool { life == .emptiness }

    /// How long the node lives unchanged and without children; nil where that does not end it.
    public var timeToLive: Duration? {
        if case .idleness(let time) = life { time } else { nil }
    }
}

extension CreateMode {
    /// The longest time to live that fits the 40 bits that the servers have for it.
    static let longestTimeToLive = Duration.milliseconds((1 << 40) - 1)

    /// The time to live as it goes to the servers.
    ///
    /// - Throws: ``ZooKeeperError/Code/badArguments`` for a time that the servers cannot keep.
    func timeToLiveInMilliseconds() throws(ZooKeeperError) -> Int64? {
        guard let timeToLive else { return nil }
        let milliseconds = timeToLive.components.seconds.multipliedReportingOverflow(by: 1000)
        let rest = timeToLive.components.attoseconds
        guard !milliseconds.overflow, timeToLive > .zero, timeToLive <= Self.longestTimeToLive,
            rest.isMultiple(of: 1_000_000_000_000_000)
        else {
            throw ZooKeeperError(
                .badArguments,
                "the time to live is \(timeToLive); right is a whole number of milliseconds, from 1 to 2^40 - 1"
            )
        }
        return milliseconds.partialValue + rest / 1_000_000_000_000_000
    }
}
