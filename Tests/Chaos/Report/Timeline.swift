/// The drawing of one episode: faults, the worker's processes, its posture, how many Things ran, true changes, violations.
///
/// Each has a row of its own, its name to the left of it: nothing is written where something else may be drawn.
struct Timeline: Sendable {
    static let width = 1140.0
    private static let gutter = 250.0
    private static let margin = 24.0
    private static let row = 22.0
    private static let bar = 14.0
    /// How wide a letter is at most, on average.
    private static let letter = 6.6

    private let episode: EpisodeRecord
    private let scale: TimeScale
    private var marks: [Markup] = []
    private var top = 26.0

    static func of(_ episode: EpisodeRecord) -> Markup {
        var timeline = Timeline(episode)
        timeline.draw()
        return timeline.finished()
    }

    private init(_ episode: EpisodeRecord) {
        self.episode = episode
        // The time until when a change may be carried out reaches beyond the episode, mostly: it is cut off.
        let end = ([episode.took, 1] + episode.faults.map(\.ended)).max() ?? 1
        scale = TimeScale(left: Self.gutter, width: Self.width - Self.gutter - Self.margin, end: end)
    }

    private mutating func draw() {
        for fault in episode.faults { draw(fault) }
        drawProcesses()
        drawPostures()
        drawRunning()
        for change in episode.changes { draw(change) }
        drawViolations()
    }

    /// The marks over lines for the times.
    private func finished() -> Markup {
        let bottom = top + 4
        let grid = scale.ticks.map { tick in
            let x = Words.points(scale.x(tick))
            let label = tick == tick.rounded() ? "\(Int(tick))" : "\(tick)"
            return Markup.element(
                "g", ["class": "tick"],
                [
                    .element("line", ["x1": x, "x2": x, "y1": "20", "y2": Words.points(bottom)]),
                    .element("text", ["x": x, "y": "14", "text-anchor": "middle"], "\(label) s"),
                ])
        }
        let size = "0 0 \(Words.points(Self.width)) \(Words.points(bottom))"
        return .element(
            "svg",
            [
                "class": "timeline", "viewBox": size, "xmlns": "http://www.w3.org/2000/svg", "role": "img",
                "aria-label": "Timeline of episode \(episode.number)",
            ], grid + marks)
    }
}

// The rows, from above.
extension Timeline {
    private mutating func draw(_ fault: FaultRecord) {
        let name = fault.met.map { "\(fault.name), \($0)" } ?? fault.name
        let title = "\(name): from \(Words.seconds(fault.begins)) to \(Words.seconds(fault.ended))"
        marks.append(
            .element(
                "g", ["class": "fault"],
                [
                    .element("title", [:], title), label(name),
                    span(fault.begins, fault.ended, "fault-whole"), span(fault.begun, fault.ends, "fault-full"),
                ]))
        top += Self.row
    }

    private mutating func drawProcesses() {
        let spans = episode.processes.map { process in
            let end = process.ended ?? episode.took
            let ending = process.ending.map { ", \($0)" } ?? ""
            let title = "worker: from \(Words.seconds(process.started)) to \(Words.seconds(end))\(ending)"
            return Markup.element(
                "g", ["class": "process"], [.element("title", [:], title), span(process.started, end, "process-span")])
        }
        marks.append(.element("g", ["class": "processes"], [label("worker's process")] + spans))
        top += Self.row
    }

    private mutating func drawPostures() {
        let spans = episode.postureSpans.map { span in
            let words =
                span.posture.reasons.isEmpty
                ? span.posture.state : "\(span.posture.state): \(span.posture.reasons.joined(separator: ", "))"
            let title = "\(words), from \(Words.seconds(span.from)) to \(Words.seconds(span.to))"
            var parts = [
                Markup.element("title", [:], title), self.span(span.from, span.to, "posture-\(span.posture.state)"),
            ]
            let room = scale.x(span.to) - scale.x(span.from) - 8
            let fitting = [words, span.posture.state].first { Double($0.count) * Self.letter <= room }
            if let fitting {
                parts.append(text(fitting, at: scale.x(span.from) + 4, "on-bar"))
            }
            return Markup.element("g", ["class": "posture"], parts)
        }
        marks.append(.element("g", ["class": "postures"], [label("posture")] + spans))
        top += Self.row
    }

    /// Steps, over a row that is three high.
    private mutating func drawRunning() {
        let height = Self.row * 3 - 8
        let most = max(episode.running.map(\.count).max() ?? 0, 1)
        let base = top + height
        func y(_ count: Int) -> String { Words.points(base - Double(count) / Double(most) * (height - 6)) }
        var path = "M\(Words.points(scale.x(0))) \(Words.points(base))"
        for count in episode.running { path += " H\(Words.points(scale.x(count.at))) V\(y(count.count))" }
        path += " H\(Words.points(scale.x(episode.took)))"
        let area = path + " V\(Words.points(base)) Z"
        let left = Words.points(scale.x(0))
        let right = Words.points(scale.x(scale.end))
        marks.append(
            .element(
                "g", ["class": "running"],
                [
                    .element("title", [:], "Things running, at most \(most)"), label("Things running"),
                    .element(
                        "text",
                        [
                            "class": "level", "x": Words.points(scale.left - 6), "y": Words.points(top + 10),
                            "text-anchor": "end",
                        ], "\(most)"),
                    .element(
                        "line",
                        [
                            "class": "base", "x1": left, "x2": right, "y1": Words.points(base),
                            "y2": Words.points(base),
                        ]),
                    .element("path", ["class": "running-area", "d": area]),
                    .element("path", ["class": "running-line", "d": path]),
                ]))
        top += Self.row * 3
    }

    /// From when it could be known to when it had to be carried out, and when it was.
    private mutating func draw(_ change: ChangeRecord) {
        let name = "\(Words.change(change.kind)) \(change.thing)"
        let done = change.carriedOut.map { "carried out at \(Words.seconds($0))" } ?? "never carried out"
        let title =
            "\(name): written at \(Words.seconds(change.written)), knowable from \(Words.seconds(change.knowable)), due at "
            + "\(Words.seconds(change.due)), \(done)"
        let middle = top + Self.row / 2
        func tick(_ time: Double, _ style: String) -> Markup {
            let x = Words.points(scale.x(time))
            return .element(
                "line",
                ["class": style, "x1": x, "x2": x, "y1": Words.points(middle - 7), "y2": Words.points(middle + 7)])
        }
        var parts = [
            Markup.element("title", [:], title), label(name), span(change.knowable, change.due, "change-window"),
            tick(change.written, "change-written"),
        ]
        if let carriedOut = change.carriedOut {
            let style = carriedOut <= change.due ? "change-done" : "change-late"
            let x = Words.points(scale.x(carriedOut))
            parts.append(.element("circle", ["class": style, "cx": x, "cy": Words.points(middle), "r": "5"]))
        }
        marks.append(.element("g", ["class": "change"], parts))
        top += Self.row
    }

    /// Those that lie too close to be told apart are one mark, with their number in its title.
    private mutating func drawViolations() {
        guard !episode.violations.isEmpty else { return }
        var clusters: [[Violation]] = []
        for violation in episode.violations.sorted(by: { $0.at < $1.at }) {
            if let first = clusters.last?.first, scale.x(violation.at) - scale.x(first.at) < 14 {
                clusters[clusters.count - 1].append(violation)
            } else {
                clusters.append([violation])
            }
        }
        let middle = top + Self.row / 2
        let diamonds = clusters.map { cluster in
            let x = scale.x(cluster[0].at)
            let path =
                "M\(Words.points(x)) \(Words.points(middle - 7)) L\(Words.points(x + 7)) \(Words.points(middle)) "
                + "L\(Words.points(x)) \(Words.points(middle + 7)) L\(Words.points(x - 7)) \(Words.points(middle)) Z"
            let words = cluster.count == 1 ? cluster[0].words : Words.count(cluster.count, "violation", "violations")
            return Markup.element(
                "g", ["class": "violation", "data-count": "\(cluster.count)"],
                [.element("title", [:], "\(Words.seconds(cluster[0].at)): \(words)"), .element("path", ["d": path])])
        }
        marks.append(.element("g", ["class": "violations"], [label("violations")] + diamonds))
        top += Self.row
    }
}

// What the rows are made of.
extension Timeline {
    private func span(_ from: Double, _ to: Double, _ style: String) -> Markup {
        // What took no time is seen all the same.
        let width = max(scale.x(to) - scale.x(from), 1)
        return .element(
            "rect",
            [
                "class": style, "x": Words.points(scale.x(from)), "y": Words.points(top + (Self.row - Self.bar) / 2),
                "width": Words.points(width), "height": Words.points(Self.bar),
            ])
    }

    /// The name of the row, cut short where there is no room for it: the title has it whole.
    private func label(_ words: String) -> Markup {
        let most = Int((Self.gutter - 34) / Self.letter)
        let cut = words.count > most ? words.prefix(most - 1) + "…" : words[...]
        return text(String(cut), at: 0, "label")
    }

    private func text(_ words: String, at x: Double, _ style: String) -> Markup {
        .element("text", ["class": style, "x": Words.points(x), "y": Words.points(top + Self.row / 2 + 4)], words)
    }
}
