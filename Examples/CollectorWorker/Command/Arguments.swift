import ArgumentParser
import HoldfastZooKeeper

/// Arguments from text; each error says what is wrong and what is right.
enum Arguments {
    /// A number of milliseconds: at least one, at most a day.
    static func milliseconds(_ text: String) throws -> Duration {
        guard let number = Int(text), (1...86_400_000).contains(number) else {
            throw ValidationError(
                "it must be a whole number of milliseconds from 1 to 86400000; right is, for example, 5000")
        }
        return .milliseconds(number)
    }

    static func path(_ text: String) throws -> ZNodePath {
        do {
            return try ZNodePath(text)
        } catch {
            throw ValidationError(error.message)
        }
    }

    static func workerID(_ text: String) throws -> String {
        guard !text.isEmpty else { throw ValidationError("it must not be empty; right is, for example, collector-3") }
        return text
    }
}
