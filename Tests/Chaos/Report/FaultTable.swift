/// What became of the episodes that each fault was part of.
enum FaultTable {
    static func of(_ run: RunRecord) -> Markup {
        let names = Set(run.episodes.flatMap { $0.faults.map(\.name) }).sorted()
        let rows = names.map { name in
            let episodes = run.episodes.filter { $0.faults.contains { $0.name == name } }
            let failed = episodes.count { !$0.held }
            let lasted = episodes.flatMap(\.faults).filter { $0.name == name }.map { $0.ended - $0.begins }
            let held = episodes.reduce(0) { $0 + $1.timeHeld }
            let cells = [
                name, "\(episodes.count)", "\(failed)", Words.seconds(lasted.reduce(0, +) / Double(lasted.count)),
                Words.seconds(held / Double(episodes.count)), Words.seconds(episodes.compactMap(\.longestDelay).max()),
            ]
            return ReportTable.Row(cells: cells.map(Markup.text), isBad: failed > 0, id: name)
        }
        let columns = [
            ReportTable.Column(name: "fault", words: "fault", isNumber: false),
            .init(name: "episodes", words: "episodes"), .init(name: "failed", words: "failed"),
            .init(name: "lasted", words: "lasted, mean"), .init(name: "held", words: "held per episode, mean"),
            .init(name: "longest", words: "slowest change"),
        ]
        return ReportTable(name: "faults", columns: columns, rows: rows).markup
    }
}
