internal import Foundation
internal import Histories
internal import HoldfastCore
internal import HoldfastTesting

/// What an exploration without a fault covered, as a table.
struct Report {
    let text: String

    init(_ exploration: Exploration, _ coverage: Coverage, took: Duration, lanes: Int) {
        let seconds = took / .seconds(1)
        let hours = exploration.elapsed / .seconds(3600)
        var lines = [
            "\(exploration.histories) histories, \(exploration.steps) steps (at least \(exploration.fewestSteps) each), "
                + String(format: "%.0f simulated hours", hours),
            String(
                format: "%.1f s on %d lanes: %.0f histories a second, %.0f steps a second", seconds, lanes,
                Double(exploration.histories) / seconds, Double(exploration.steps) / seconds),
            "no stop without proof, no proved change late, no Thing twice, nothing left over",
            "", "row of the table of belief, or what was drawn   reached",
        ]
        for (name, count) in coverage.table {
            lines.append(
                name.padding(toLength: 32, withPad: " ", startingAt: 0) + String(format: "%12d", count))
        }
        text = lines.joined(separator: "\n")
    }
}
