import Foundation
import Testing

@testable import ChaosSuite

/// The page is taken apart, and must say what the record says.
@Suite struct ReportTests {
    /// As it is read from the JSON that lies beside the page.
    private static func recorded(_ run: RunRecord) throws -> RunRecord {
        try JSONDecoder().decode(RunRecord.self, from: JSONEncoder().encode(run))
    }

    private static let counts = [0, 1, 7, 100]

    private static func run(_ count: Int) -> RunRecord {
        switch count {
        case 0: RunRecord(worker: "worker", seed: 1, began: 0)
        case 7: .several(7, failing: [2, 5])
        case 100: .several(100, failing: [100])
        default: .several(count, failing: [])
        }
    }

    @Test("the figures of the page are those of the JSON", arguments: counts)
    func figures(count: Int) throws {
        let run = try Self.recorded(Self.run(count))
        let page = try PageElement.parse(Report(run).page)
        #expect(page.figure("worker") == run.worker)
        #expect(page.figure("seed") == "\(run.seed)")
        #expect(page.figure("run-took") == String(format: "%.2f s", run.took))
        let tiles = try #require(page.all("div", class: "overview").first)
        let failed = run.episodes.filter { !$0.violations.isEmpty }
        #expect(tiles.figure("episodes") == "\(run.episodes.count)")
        #expect(tiles.figure("failed") == "\(failed.count)")
        #expect(tiles.figure("faults") == "\(run.episodes.flatMap(\.faults).count)")
        #expect(tiles.figure("changes") == "\(run.episodes.flatMap(\.changes).count)")
        for kind in Violation.Kind.allCases {
            let count = run.episodes.flatMap(\.violations).count { $0.kind == kind }
            #expect(tiles.figure("violations-\(kind.rawValue)") == "\(count)")
        }
        let delays = run.episodes.flatMap(\.changes).compactMap(\.delay)
        #expect(tiles.figure("longest") == (delays.max().map { String(format: "%.2f s", $0) } ?? "–"))
        let verdict = try #require(page.figure("verdict"))
        #expect(verdict.contains("every invariant held") == run.held)
        if run.episodes.isEmpty { #expect(verdict == "no episode was played") }
        if !failed.isEmpty {
            #expect(verdict == "\(run.violations) violations in \(failed.count) episode\(failed.count == 1 ? "" : "s")")
        }
    }

    @Test("each episode has its line in the table and its section, with the figures of the JSON", arguments: counts)
    func episodes(count: Int) throws {
        let run = try Self.recorded(Self.run(count))
        let page = try PageElement.parse(Report(run).page)
        let table = try #require(page.all("table", class: "episodes").first)
        let rows = table.all("tr").filter { $0.attributes["data-row"] != nil }
        let sections = page.all("details", class: "episode")
        try #require(rows.count == run.episodes.count && sections.count == run.episodes.count)
        for (episode, (row, section)) in zip(run.episodes, zip(rows, sections)) {
            #expect(row.figure("number") == "\(episode.number)")
            #expect(row.all("a").first?.attributes["href"] == section.attributes["id"].map { "#\($0)" })
            #expect(row.figure("name") == episode.name)
            #expect(row.figure("list") == (episode.isDeclared ? "declared" : "undeclared"))
            #expect(row.figure("took") == String(format: "%.2f s", episode.took))
            #expect(row.figure("faults") == "\(episode.faults.count)")
            #expect(row.figure("changes") == "\(episode.changes.count)")
            #expect(row.figure("violations") == "\(episode.violations.count)")
            #expect(row.figure("wrongfulStop") == "\(episode.violations.count { $0.kind == .wrongfulStop })")
            #expect(row.figure("lateChange") == "\(episode.violations.count { $0.kind == .lateChange })")
            #expect((row.attributes["class"] == "failed") == !episode.held)
            // What failed is seen without a click.
            #expect(episode.held || section.attributes["open"] != nil)
            #expect(section.figure("replay") == episode.replay)
            #expect(section.figure("folder") == episode.folder)
            let told = section.all("table", class: "violations").flatMap { $0.all("td", figure: "words").map(\.text) }
            #expect(told == episode.violations.map(\.words))
            let delays = section.all("table", class: "changes").flatMap { $0.all("td", figure: "delay").map(\.text) }
            #expect(delays == episode.changes.map { $0.delay.map { String(format: "%.2f s", $0) } ?? "–" })
            let watches = section.all("table", class: "counts").flatMap { $0.all("td", figure: "watches").map(\.text) }
            #expect(watches == episode.counts.map { "\($0.watches)" })
        }
    }

    @Test("each fault has its line, with how often it was part of an episode that failed")
    func faults() throws {
        let run = RunRecord.several(7, failing: [2, 5])
        let page = try PageElement.parse(Report(run).page)
        let table = try #require(page.all("table", class: "faults").first)
        let rows = table.all("tr").filter { $0.attributes["data-row"] != nil }
        #expect(rows.map { $0.attributes["data-row"] } == ["client cut", "leader killed"])
        #expect(rows.map { $0.figure("episodes") } == ["3", "7"])
        #expect(rows.map { $0.figure("failed") } == ["1", "2"])
    }

    @Test("where a mark lies in a timeline is when it was", arguments: counts)
    func timelines(count: Int) throws {
        let run = Self.run(count)
        let page = try PageElement.parse(Report(run).page)
        let drawings = page.all("svg", class: "timeline")
        try #require(drawings.count == run.episodes.count)
        for (episode, drawing) in zip(run.episodes, drawings) {
            let time = try Self.clock(of: drawing)
            let end = ([episode.took] + episode.faults.map(\.ended)).max() ?? 0
            let faults = drawing.all("g", class: "fault")
            try #require(faults.count == episode.faults.count)
            for (fault, mark) in zip(episode.faults, faults) {
                #expect(
                    Self.reaches(
                        mark.all("rect", class: "fault-whole").first, from: fault.begins, to: fault.ended, by: time))
                #expect(
                    Self.reaches(
                        mark.all("rect", class: "fault-full").first, from: fault.begun, to: fault.ends, by: time))
            }
            let postures = drawing.all("g", class: "posture")
            try #require(postures.count == episode.postures.count)
            for (posture, mark) in zip(episode.postures, postures) {
                let x = try #require(mark.all("rect", class: "posture-\(posture.state)").first?.number("x"))
                #expect(abs(time(x) - posture.at) < 0.05)
                for reason in posture.reasons { #expect(mark.text.contains(reason)) }
            }
            let changes = drawing.all("g", class: "change")
            try #require(changes.count == episode.changes.count)
            for (change, mark) in zip(episode.changes, changes) {
                #expect(
                    Self.reaches(
                        mark.all("rect", class: "change-window").first, from: change.knowable,
                        to: min(change.due, end), by: time)
                )
                let dot = mark.all("circle").first
                #expect((dot == nil) == (change.carriedOut == nil))
                if let carriedOut = change.carriedOut, let x = dot?.number("cx") {
                    #expect(abs(time(x) - carriedOut) < 0.05)
                }
            }
            let violations = drawing.all("g", class: "violation").compactMap {
                $0.attributes["data-count"].flatMap(Int.init)
            }
            #expect(violations.reduce(0, +) == episode.violations.count)
            let most = drawing.all("text", class: "level").first?.text
            #expect(most == "\(episode.running.map(\.count).max() ?? 0)")
        }
    }

    @Test("no two rows of a timeline touch, and no name reaches into the drawing")
    func layout() throws {
        var episode = EpisodeRecord.sample
        episode.faults = (1...3).map { number in
            let name = String(repeating: "a name that goes on and on ", count: number)
            return FaultRecord(name: name, met: "server 1", begins: 1, begun: 1, ends: 2, ended: 3)
        }
        let drawing = try PageElement.parse(Timeline.of(episode).rendered)
        let names = drawing.all("text", class: "label")
        let lines = try names.map { try #require($0.number("y")) }
        for (upper, lower) in zip(lines, lines.dropFirst()) { #expect(lower - upper >= 14) }
        let left = try #require(drawing.all("rect").compactMap { $0.number("x") }.min())
        // Letters of 12 px are seldom wider than 7 px on average.
        for name in names { #expect(Double(name.text.count) * 7 < left) }
        for (earlier, later) in zip(drawing.all("g", class: "tick"), drawing.all("g", class: "tick").dropFirst()) {
            let gap =
                try #require(later.all("text").first?.number("x")) - #require(earlier.all("text").first?.number("x"))
            #expect(gap > 45)
        }
    }

    @Test("what is written in a record stands on the page as it is, and is never markup")
    func escaping() throws {
        let hostile = "</td><script>alert(\"1\")</script> & 'more' \u{1} ]]> <!--"
        let shown = hostile.replacing("\u{1}", with: "\u{FFFD}")
        var run = RunRecord.several(1, failing: [])
        run.worker = hostile
        run.episodes[0].name = hostile
        run.episodes[0].faults[0].name = hostile
        run.episodes[0].changes[0].thing = hostile
        run.episodes[0].violations = [Violation(kind: .conduct, at: 1, thing: hostile, words: hostile)]
        let page = try PageElement.parse(Report(run).page)
        #expect(page.all("script").isEmpty)
        #expect(page.figure("worker") == shown)
        #expect(page.all("table", class: "episodes").first?.figure("name") == shown)
        #expect(page.all("table", class: "violations").first?.figure("words") == shown)
    }

    @Test("one run makes one page, and the page asks nobody for anything", arguments: counts)
    func selfContained(count: Int) throws {
        let run = Self.run(count)
        let page = Report(run).page
        #expect(page == Report(run).page)
        let root = try PageElement.parse(page)
        #expect(root.all("script").isEmpty && root.all("link").isEmpty && root.all("img").isEmpty)
        for element in root.all() {
            #expect(element.attributes["src"] == nil)
            if let target = element.attributes["href"] { #expect(target.hasPrefix("#")) }
        }
        let style = try #require(root.all("style").first).text
        #expect(!style.contains("url(") && !style.contains("@import"))
        #expect(style.contains("prefers-color-scheme: dark"))
        // It is read as HTML too, where what XML writes in other words stands for itself in a style sheet.
        #expect(!style.contains("<") && !style.contains(">") && !style.contains("&") && !style.contains("\""))
    }

    /// Whether a bar begins and ends where these times are, as far as a tenth of a point tells.
    private static func reaches(
        _ bar: PageElement?, from: Double, to: Double, by time: (Double) -> Double
    ) -> Bool {
        guard let x = bar?.number("x"), let width = bar?.number("width") else { return false }
        return abs(time(x) - from) < 0.05 && abs(time(x + width) - to) < 0.05
    }

    /// What time an x stands for, by the marks of the drawing itself.
    private static func clock(of drawing: PageElement) throws -> (Double) -> Double {
        let ticks = try drawing.all("g", class: "tick").map { tick in
            let words = try #require(tick.all("text").first).text
            return (
                time: try #require(Double(words.replacing(" s", with: ""))),
                x: try #require(tick.all("line").first?.number("x1"))
            )
        }
        let (first, last) = try (#require(ticks.first), #require(ticks.last))
        try #require(last.x > first.x)
        return { first.time + ($0 - first.x) / (last.x - first.x) * (last.time - first.time) }
    }
}
