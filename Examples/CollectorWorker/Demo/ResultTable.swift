/// The table at the end of the demo.
struct ResultTable: Sendable {
    var records: [FaultRecord]

    private static let head = [
        "fault", "lasted", "Things before", "after", "wrongly stopped", "readings meanwhile", "fewest of a Thing",
    ]

    /// The lines of the table: the first column to the left, the others to the right.
    var lines: [String] {
        let rows = [Self.head] + records.map(Self.cells)
        let widths = Self.head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + padding : padding + row[column]
            }.joined(separator: "  ")
        }
        let rule = String(repeating: "-", count: widths.reduce(0, +) + 2 * (widths.count - 1))
        return [lines[0], rule] + lines.dropFirst()
    }

    private static func cells(of record: FaultRecord) -> [String] {
        [
            record.fault, record.lasted.inSeconds, String(record.runningBefore), String(record.runningAfter),
            String(record.wronglyStopped), String(record.allReadings), String(record.readings.values.min() ?? 0),
        ]
    }
}
