import Foundation
import Logging

/// Where log lines go: to standard error, since standard output belongs to the events.
enum Logs {
    /// Sets the logging of the process up, once, and returns the logger to hand to everything.
    ///
    /// - Parameter level: the least level to show where the environment variable HOLDFAST_LOG_LEVEL names none.
    static func bootstrap(label: String, level: Logger.Level) -> Logger {
        LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
        var logger = Logger(label: label)
        logger.logLevel = level
        guard let name = ProcessInfo.processInfo.environment["HOLDFAST_LOG_LEVEL"] else { return logger }
        if let named = Logger.Level(rawValue: name.lowercased()) {
            logger.logLevel = named
        } else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            logger.warning("HOLDFAST_LOG_LEVEL is '\(name)', which is no level; right are \(levels)")
        }
        return logger
    }
}
