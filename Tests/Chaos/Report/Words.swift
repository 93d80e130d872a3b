internal import Foundation

/// How the report says a figure.
enum Words {
    static func seconds(_ seconds: Double) -> String {
        String(format: "%.2f s", seconds)
    }

    static func seconds(_ seconds: Double?) -> String {
        seconds.map { self.seconds($0) } ?? "–"
    }

    /// A date and time of UTC, to the second.
    static func moment(_ secondsSince1970: Double) -> String {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime]
        return formatter.string(from: Date(timeIntervalSince1970: secondsSince1970))
    }

    /// A length or place in a drawing.
    static func points(_ points: Double) -> String {
        String(format: "%.1f", points)
    }

    static func count(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }

    /// A violation's kind, for the head of a column.
    static func kind(_ kind: Violation.Kind) -> String {
        switch kind {
        case .wrongfulStop: "wrongful stops"
        case .lateChange: "late changes"
        case .twice: "Things twice"
        case .posture: "untrue postures"
        case .leftOver: "left over"
        case .conduct: "misconduct"
        }
    }

    static func change(_ kind: ChangeRecord.Kind) -> String {
        switch kind {
        case .added: "added"
        case .removed: "removed"
        case .updated: "updated"
        }
    }
}
