import Foundation

/// What a run gave, for people: tables in Markdown and plots.
struct Report {
    let runs: [Figures]

    private var conditions: String {
        runs.map { run in
            "\(run.started.formatted(.iso8601)), load averages \(run.loadBefore) before and \(run.loadAfter) after"
        }.joined(separator: "; ")
    }

    var markdown: String {
        var lines = [
            """
            # Benchmarks

            These figures and plots were made by `make bench` (`Benchmarks/README.md` says how), on \(runs.first?.processors ?? 0) \
            processors that three servers, the driver and all programs share: \(conditions). Times are in milliseconds, \
            medians of what was measured, with p99 or the smallest and greatest beside them. Take the ratios, not the absolutes: \
            the second row of the bare program says how far one program differs from itself.

            Holdfast reads the data of every Thing, for its payload and its fence, also where the payload is empty; so do both \
            caches of Curator. *bare C* and kazoo read names alone. *bare C with payloads* gets the data of each Thing as well. The \
            lists of Holdfast and of the bare programs are declared, so that a change is one transaction with two writes; those of the \
            others are plain.
            """
        ]
        for list in runs.flatMap(\.cases) { lines += [heading(list), loads(list), changes(list)] }
        for endurance in runs.compactMap(\.endurance) { lines.append(text(endurance)) }
        return lines.joined(separator: "\n\n") + "\n"
    }

    /// Writes the page, with its plots in a folder beside it.
    func write(to file: URL) throws {
        let name = file.deletingPathExtension().lastPathComponent
        let folder = file.deletingLastPathComponent().appending(path: name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var page = markdown + "\n## Plots\n"
        for plot in Plot.all(of: runs.flatMap(\.cases)) {
            try Data(plot.svg.utf8).write(to: folder.appending(path: "\(plot.name).svg"))
            page += "\n![\(plot.title)](\(name)/\(plot.name).svg)\n"
        }
        try Data(page.utf8).write(to: file)
    }

    private func heading(_ list: Figures.Case) -> String {
        "## \(list.things) Things, \(list.payload == 0 ? "names only" : "payloads of \(list.payload) bytes")"
    }

    private func loads(_ list: Figures.Case) -> String {
        let header = """
            | from connecting to all started | median | least to most | × bare C | × bare C with payloads | processor time | resident \
            KiB | watches on data |
            |---|---|---|---|---|---|---|---|
            """
        let rows = list.programs.filter { !$0.loads.isEmpty }.map { program in
            let loads = Quantiles(program.loads)
            return Self.row([
                program.name.rawValue, Self.text(loads.median),
                "\(Self.text(loads.at(0))) to \(Self.text(loads.at(1)))",
                ratio(list, program.name, .bare, \.loads), ratio(list, program.name, .barePayloads, \.loads),
                Self.text(Quantiles(program.loadProcessorTimes).median), "\(program.resident)", "\(program.watches)",
            ])
        }
        return ([header] + rows).joined(separator: "\n")
    }

    private func changes(_ list: Figures.Case) -> String {
        let header = """
            | a change | added p50 | p99 | × bare C | removed p50 | p99 | × bare C | processor time | × bare C | bytes | requests |
            |---|---|---|---|---|---|---|---|---|---|---|
            """
        let rows = list.programs.filter { !$0.additions.isEmpty }.map { program in
            let (added, removed) = (Quantiles(program.additions), Quantiles(program.removals))
            return Self.row([
                program.name.rawValue, Self.text(added.median), Self.text(added.at(0.99)),
                ratio(list, program.name, .bare, \.additions), Self.text(removed.median), Self.text(removed.at(0.99)),
                ratio(list, program.name, .bare, \.removals), Self.median(program.processorTimes),
                ratio(list, program.name, .bare, \.processorTimes), Self.median(program.bytes, "%.0f"),
                Self.median(program.requests),
            ])
        }
        return ([header] + rows).joined(separator: "\n")
    }

    private func text(_ endurance: Figures.Endurance) -> String {
        let times = endurance.reconnectTimes.isEmpty ? [0] : endurance.reconnectTimes
        let resynchronised = endurance.resynchronisation.map {
            "\(Self.text($0)) ms, \(Self.text($0 / max(endurance.firstLoad, 0.001))) times the first load"
        }
        // One that is not regained ends the run without figures.
        let count = endurance.reconnectTimes.count
        let cuts =
            count == endurance.reconnects
            ? "\(count) connections were cut"
            : "\(count) connections were cut (\(endurance.reconnects) were meant; the time was over)"
        return """
            ## \(endurance.things) Things, connections cut and a session lost

            \(cuts), each was regained and the list followed again, \
            at the median after \(Self.text(Quantiles(times).median)) ms, at most after \(Self.text(Quantiles(times).at(1))) ms. \
            The server held \(endurance.watches) watches. First load \(Self.text(endurance.firstLoad)) ms; all read again after the \
            session was lost: \(resynchronised ?? "not measured"). Things that were told of meanwhile: \(endurance.strayLines).
            """
    }

    private func ratio(
        _ list: Figures.Case, _ name: EntrantName, _ other: EntrantName,
        _ values: KeyPath<Figures.ProgramFigures, [Double]>
    ) -> String {
        guard let own = list.figures(of: name)?[keyPath: values],
            let others = list.figures(of: other)?[keyPath: values],
            !own.isEmpty, !others.isEmpty
        else { return "" }
        return Self.text(Quantiles(own).median / Quantiles(others).median)
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    private static func median(_ values: [Double], _ format: String = "%.2f") -> String {
        values.isEmpty ? "" : String(format: format, Quantiles(values).median)
    }

    private static func text(_ number: Double) -> String { String(format: "%.2f", number) }
}
