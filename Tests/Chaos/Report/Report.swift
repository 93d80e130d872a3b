/// The page that tells of a run: one file of HTML that needs nothing from anywhere, the same for the same run.
///
/// It is well-formed XML too, so that a program can take it apart. What is a figure says which, in `data-figure`.
struct Report: Sendable {
    let run: RunRecord
    let figures: RunFigures

    init(_ run: RunRecord) {
        self.run = run
        figures = RunFigures(run)
    }

    var page: String {
        let head = Markup.element(
            "head", [:],
            [
                .element("meta", ["charset": "utf-8"]),
                .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                // Nothing is fetched, nothing runs.
                .element(
                    "meta",
                    [
                        "http-equiv": "Content-Security-Policy",
                        "content": "default-src 'none'; style-src 'unsafe-inline'",
                    ]),
                .element("title", "Chaos: \(verdict)"), .element("style", [:], ReportStyle.sheet),
            ])
        let main = Markup.element(
            "main", [:],
            [tiles, .element("h2", "By fault"), FaultTable.of(run), .element("h2", "By episode"), EpisodeTable.of(run)]
                + [.element("h2", "The episodes"), legend]
                + run.episodes.map { EpisodeSection.of($0, isOpen: !$0.held || run.episodes.count <= 5) })
        let body = Markup.element("body", [:], [header, main])
        let html = Markup.element("html", ["xmlns": "http://www.w3.org/1999/xhtml", "lang": "en"], [head, body])
        return "<!DOCTYPE html>\n" + html.rendered + "\n"
    }

    private var verdict: String {
        if run.episodes.isEmpty { return "no episode was played" }
        if run.held { return "every invariant held" }
        return Words.count(run.violations, "violation", "violations") + " in "
            + Words.count(figures.failed, "episode", "episodes")
    }

    private var header: Markup {
        .element(
            "header", [:],
            [
                .element("h1", "Chaos: real servers, named faults"),
                .element("p", ["class": run.held ? "verdict good" : "verdict bad", "data-figure": "verdict"], verdict),
                .element(
                    "p", ["class": "quiet"],
                    [
                        .text("Worker "), .element("code", ["data-figure": "worker"], run.worker), .text(", seed "),
                        .element("code", ["data-figure": "seed"], "\(run.seed)"),
                        .text(", begun \(Words.moment(run.began)), took "),
                        .element("span", ["data-figure": "run-took"], Words.seconds(run.took)),
                    ]),
            ])
    }

    private var tiles: Markup {
        let violations = Violation.Kind.allCases.map { kind in
            let count = figures.violations[kind] ?? 0
            return tile("violations-\(kind.rawValue)", "\(count)", Words.kind(kind), isBad: count > 0)
        }
        let facts = [
            tile("episodes", "\(figures.episodes)", "episodes"),
            tile("failed", "\(figures.failed)", "of them failed", isBad: figures.failed > 0),
            tile("faults", "\(figures.faults)", "faults"), tile("changes", "\(figures.changes)", "true changes"),
            tile("median", Words.seconds(figures.medianDelay), "a change took, median"),
            tile("longest", Words.seconds(figures.longestDelay), "the slowest change took"),
            tile("held", Words.seconds(figures.held), "spent holding"),
        ]
        let grids = [facts, violations].map { Markup.element("div", ["class": "tiles"], $0) }
        return .element("div", ["class": "overview"], grids)
    }

    private func tile(_ name: String, _ figure: String, _ words: String, isBad: Bool = false) -> Markup {
        .element(
            "div", ["class": "tile"],
            [
                .element("span", ["class": isBad ? "figure bad" : "figure", "data-figure": name], figure),
                .element("span", ["class": "of"], words),
            ])
    }

    private var legend: Markup {
        let keys = [
            ("fault", "fault (pale while it begins and ends)"), ("follow", "following"), ("hold", "holding"),
            ("run", "Things running"), ("window", "a change may be carried out"), ("done", "carried out"),
            ("violation", "violation"),
        ]
        return .element(
            "p", ["class": "legend"],
            keys.map { key, words in
                .element("span", [:], [.element("i", ["class": "key key-\(key)"], []), .text(words)])
            })
    }
}
