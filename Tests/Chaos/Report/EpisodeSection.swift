/// All about one episode: its timeline, then the same in words.
enum EpisodeSection {
    static func of(_ episode: EpisodeRecord, isOpen: Bool) -> Markup {
        var parts = [Timeline.of(episode)]
        if !episode.violations.isEmpty { parts += [.element("h3", "Violations"), violations(of: episode)] }
        if !episode.changes.isEmpty { parts += [.element("h3", "True changes"), changes(of: episode)] }
        if !episode.counts.isEmpty { parts += [.element("h3", "At the servers"), counts(of: episode)] }
        parts.append(.element("p", ["class": "quiet"], again(episode)))
        let all = [summary(of: episode), Markup.element("div", ["class": "inside"], parts)]
        let (id, style) = ("episode-\(episode.number)", episode.held ? "episode held" : "episode failed")
        return isOpen
            ? .element("details", ["id": id, "class": style, "open": "open"], all)
            : .element("details", ["id": id, "class": style], all)
    }

    private static func summary(of episode: EpisodeRecord) -> Markup {
        let verdict = episode.held ? "held" : Words.count(episode.violations.count, "violation", "violations")
        let things = Words.count(episode.things.count, "Thing", "Things")
        return .element(
            "summary", [:],
            [
                .element("span", ["class": "name"], "\(episode.number). \(episode.name)"),
                .element("span", ["class": episode.held ? "good" : "bad"], verdict),
                .element(
                    "span", ["class": "quiet"],
                    "\(episode.isDeclared ? "declared" : "undeclared") list of \(things), \(Words.seconds(episode.took))"
                ),
            ])
    }

    private static func violations(of episode: EpisodeRecord) -> Markup {
        let rows = episode.violations.map { violation in
            let cells = [
                Words.seconds(violation.at), violation.kind.rawValue, violation.thing ?? "–", violation.words,
            ]
            return ReportTable.Row(cells: cells.map(Markup.text), isBad: true)
        }
        let columns = [
            ReportTable.Column(name: "at", words: "at"), .init(name: "kind", words: "kind", isNumber: false),
            .init(name: "thing", words: "Thing", isNumber: false), .init(name: "words", words: "what", isNumber: false),
        ]
        return ReportTable(name: "violations", columns: columns, rows: rows).markup
    }

    private static func changes(of episode: EpisodeRecord) -> Markup {
        let rows = episode.changes.map { change in
            let cells = [
                Words.change(change.kind), change.thing, Words.seconds(change.written), Words.seconds(change.knowable),
                Words.seconds(change.due), Words.seconds(change.carriedOut), Words.seconds(change.delay),
            ]
            let isLate = change.carriedOut.map { $0 > change.due } ?? true
            return ReportTable.Row(cells: cells.map(Markup.text), isBad: isLate)
        }
        let columns = [
            ReportTable.Column(name: "kind", words: "what", isNumber: false),
            .init(name: "thing", words: "Thing", isNumber: false), .init(name: "written", words: "written"),
            .init(name: "knowable", words: "knowable"), .init(name: "due", words: "due"),
            .init(name: "carriedOut", words: "carried out"), .init(name: "delay", words: "after"),
        ]
        return ReportTable(name: "changes", columns: columns, rows: rows).markup
    }

    private static func counts(of episode: EpisodeRecord) -> Markup {
        let rows = episode.counts.map { count in
            let cells = [
                Words.seconds(count.at), count.when == .following ? "while following" : "after its end",
                "\(count.sessions)", "\(count.mostSessions)", "\(count.watches)", "\(count.mostWatches)",
            ]
            let isBad = count.sessions > count.mostSessions || count.watches > count.mostWatches
            return ReportTable.Row(cells: cells.map(Markup.text), isBad: isBad)
        }
        let columns = [
            ReportTable.Column(name: "at", words: "at"), .init(name: "when", words: "when", isNumber: false),
            .init(name: "sessions", words: "sessions"), .init(name: "mostSessions", words: "allowed"),
            .init(name: "watches", words: "watches"), .init(name: "mostWatches", words: "allowed"),
        ]
        return ReportTable(name: "counts", columns: columns, rows: rows).markup
    }

    private static func again(_ episode: EpisodeRecord) -> [Markup] {
        var parts: [Markup] = [
            .text("Again: "), .element("code", ["data-figure": "replay"], episode.replay),
        ]
        if let folder = episode.folder {
            parts += [.text(" Kept in "), .element("code", ["data-figure": "folder"], folder)]
        }
        return parts
    }
}
