import Foundation

/// Medians over the length of the list, one line for each program, both axes logarithmic.
struct Plot {
    let name: String
    let title: String
    private let unit: String
    private let lines: [(name: EntrantName, points: [(things: Int, value: Double)])]

    private static let (width, height) = (760.0, 420.0)
    private static let (left, right, top, bottom) = (70.0, 210.0, 40.0, 50.0)
    private static let colours = ["#666666", "#bbbbbb", "#8c564b", "#d62728", "#1f77b4", "#2ca02c", "#9467bd"]

    static func all(of cases: [Figures.Case]) -> [Plot] {
        let payloads = Set(cases.map(\.payload)).sorted()
        return payloads.flatMap { payload in
            let kind = payload == 0 ? "names only" : "payloads of \(payload) bytes"
            return [
                Plot(cases, "load-\(payload)", "From connecting to all started, \(kind)", "ms", payload, \.loads),
                Plot(
                    cases, "addition-\(payload)", "From an addition to started, \(kind)", "ms", payload, \.additions),
                Plot(cases, "removal-\(payload)", "From a removal to stopped, \(kind)", "ms", payload, \.removals),
                Plot(
                    cases, "processor-\(payload)", "Processor time of a change, \(kind)", "ms", payload,
                    \.processorTimes),
                Plot(cases, "bytes-\(payload)", "Bytes on the wire for a change, \(kind)", "bytes", payload, \.bytes),
            ]
        }.filter { !$0.lines.isEmpty }
    }

    private init(
        _ cases: [Figures.Case], _ name: String, _ title: String, _ unit: String, _ payload: Int,
        _ values: KeyPath<Figures.ProgramFigures, [Double]>
    ) {
        self.name = name
        self.title = title
        self.unit = unit
        var lines: [(name: EntrantName, points: [(things: Int, value: Double)])] = []
        for program in EntrantName.allCases {
            var points: [(things: Int, value: Double)] = []
            for list in cases where list.payload == payload {
                guard let measured = list.figures(of: program)?[keyPath: values], !measured.isEmpty else { continue }
                points.append((list.things, max(Quantiles(measured).median, 0.001)))
            }
            if !points.isEmpty { lines.append((program, points)) }
        }
        self.lines = lines
    }

    var svg: String {
        let things = lines.flatMap { $0.points.map { Double($0.things) } }
        let values = lines.flatMap { $0.points.map(\.value) }
        let (x, y) = (Scale(things), Scale(values))
        var parts = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.width) \(Self.height)" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            <text x="\(Self.left)" y="22" font-size="15">\(title) (\(unit))</text>
            """
        ]
        for tick in x.ticks {
            let at = Self.left + x.part(tick) * Self.plotWidth
            parts.append(line(at, Self.top, at, Self.height - Self.bottom, "#e5e5e5"))
            parts.append(text(at, Self.height - Self.bottom + 18, Self.label(tick), anchor: "middle"))
        }
        for tick in y.ticks {
            let at = Self.height - Self.bottom - y.part(tick) * Self.plotHeight
            parts.append(line(Self.left, at, Self.width - Self.right, at, "#e5e5e5"))
            parts.append(text(Self.left - 6, at + 4, Self.label(tick), anchor: "end"))
        }
        parts.append(text(Self.left + Self.plotWidth / 2, Self.height - 10, "Things on the list", anchor: "middle"))
        for (index, (name, points)) in lines.enumerated() {
            let colour = Self.colours[(EntrantName.allCases.firstIndex(of: name) ?? 0) % Self.colours.count]
            let places = points.map { point in
                (
                    Self.left + x.part(Double(point.things)) * Self.plotWidth,
                    Self.height - Self.bottom - y.part(point.value) * Self.plotHeight
                )
            }
            let row = places.map { "\($0.0.rounded()),\($0.1.rounded())" }.joined(separator: " ")
            parts.append("<polyline points=\"\(row)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"2\"/>")
            parts += places.map { "<circle cx=\"\($0.0)\" cy=\"\($0.1)\" r=\"3.5\" fill=\"\(colour)\"/>" }
            let legend = Self.top + 10 + Double(index) * 20
            let start = Self.width - Self.right + 16
            parts.append(line(start, legend, start + 20, legend, colour, width: 3))
            parts.append(text(start + 26, legend + 4, name.rawValue, anchor: "start"))
        }
        return parts.joined(separator: "\n") + "\n</svg>\n"
    }

    private static var plotWidth: Double { width - left - right }
    private static var plotHeight: Double { height - top - bottom }

    private func line(
        _ x: Double, _ y: Double, _ otherX: Double, _ otherY: Double, _ colour: String, width: Double = 1
    ) -> String {
        "<line x1=\"\(x)\" y1=\"\(y)\" x2=\"\(otherX)\" y2=\"\(otherY)\" stroke=\"\(colour)\" stroke-width=\"\(width)\"/>"
    }

    private func text(_ x: Double, _ y: Double, _ text: String, anchor: String) -> String {
        "<text x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\">\(text)</text>"
    }

    private static func label(_ value: Double) -> String {
        value >= 1 ? String(format: "%.0f", value) : String(format: "%g", value)
    }
}

/// A logarithmic axis from one power of ten to another.
private struct Scale {
    private let low: Double
    private let high: Double

    init(_ values: [Double]) {
        low = floor(log10(values.min() ?? 1))
        high = max(ceil(log10(values.max() ?? 10)), low + 1)
    }

    var ticks: [Double] { stride(from: low, through: high, by: 1).map { pow(10, $0) } }

    func part(_ value: Double) -> Double { (log10(value) - low) / (high - low) }
}
