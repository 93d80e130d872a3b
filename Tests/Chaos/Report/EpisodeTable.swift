/// One line for each episode.
enum EpisodeTable {
    static func of(_ run: RunRecord) -> Markup {
        let rows = run.episodes.map { episode in
            let cells: [Markup] = [
                .element("a", ["href": "#episode-\(episode.number)"], "\(episode.number)"), .text(episode.name),
                .text(episode.isDeclared ? "declared" : "undeclared"), .text(Words.seconds(episode.took)),
                .text("\(episode.faults.count)"), .text("\(episode.changes.count)"),
                .text(Words.seconds(episode.timeHeld)),
                .text(Words.seconds(episode.longestDelay)), .text("\(episode.wronglyStopped)"),
                .text("\(episode.late)"),
                .text("\(episode.violations.count)"),
            ]
            return ReportTable.Row(cells: cells, isBad: !episode.held, id: "\(episode.number)")
        }
        let columns = [
            ReportTable.Column(name: "number", words: "no."), .init(name: "name", words: "episode", isNumber: false),
            .init(name: "list", words: "list", isNumber: false), .init(name: "took", words: "took"),
            .init(name: "faults", words: "faults"), .init(name: "changes", words: "changes"),
            .init(name: "held", words: "held"), .init(name: "longest", words: "slowest change"),
            .init(name: "wrongfulStop", words: "wrongful stops"), .init(name: "lateChange", words: "late changes"),
            .init(name: "violations", words: "violations"),
        ]
        return ReportTable(name: "episodes", columns: columns, rows: rows).markup
    }
}
