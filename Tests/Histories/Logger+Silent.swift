internal import Logging

extension Logger {
    /// Says nothing: what is worth telling of a history is in its timeline.
    static var silent: Logger { Logger(label: "simulation", factory: { _ in SwiftLogNoOpLogHandler() }) }
}
