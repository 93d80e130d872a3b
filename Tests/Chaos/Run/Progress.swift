internal import Foundation

/// What is told of an episode on the terminal, in a line or a few.
struct Progress: Sendable {
    let record: EpisodeRecord

    var text: String {
        let slowest = record.changes.compactMap(\.delay).max()
        let figures = [
            record.isDeclared ? "declared" : "undeclared", Observer.text(record.took),
            "\(record.changes.count) changes" + (slowest.map { ", slowest \(Observer.text($0))" } ?? ""),
        ]
        let number = "\(record.number)"
        let place = String(repeating: " ", count: max(0, 4 - number.count)) + number
        let head =
            "\(place)  \(record.held ? "held  " : "FAILED")  \(record.name)  (\(figures.joined(separator: "; ")))"
        guard !record.held else { return head }
        let violations = record.violations.prefix(8).map {
            "        \(Observer.text($0.at))  \($0.kind.rawValue): \($0.words)"
        }
        let rest = record.violations.count > 8 ? ["        and \(record.violations.count - 8) more"] : []
        let folder = record.folder.map { ["        kept in \($0)"] } ?? []
        return ([head] + violations + rest + folder + ["        again: \(record.replay)"]).joined(separator: "\n")
    }
}
