import Foundation

/// What a run gave, for people and for programs.
struct Report: Encodable, Sendable {
    /// An addition may take so many times what the bare C program needs.
    static let mark = 1.3

    let conditions: Conditions
    let programs: [ProgramSamples]

    /// The table, and whether the mark is met.
    var markdown: String {
        let heading = """
            ## From an addition to "started"

            \(conditions.things) Things on each list, \(conditions.additions) additions to each, three servers and all \
            programs on \(conditions.processors) processors; load \(conditions.loadBefore) before, \
            \(conditions.loadAfter) after. Milliseconds from just before the create is sent until the line is here; \
            the last column counts from the create's answer.

            | program | median | p90 | p99 | × bare C | × bare C with payloads | median from the answer |
            |---|---|---|---|---|---|---|
            """
        let rows = ProgramName.allCases.compactMap { samples($0).map(row) }
        return ([heading] + rows + ["", verdict]).joined(separator: "\n")
    }

    /// Writes everything as JSON to a new file in a folder, which is made where it is missing.
    ///
    /// - Returns: the path of the file.
    func write(to folder: String) throws -> String {
        let folder = URL(filePath: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let time = conditions.started.formatted(.iso8601.dateTimeSeparator(.standard).timeSeparator(.omitted))
        let file = folder.appending(path: "change-\(time).json")
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys]
        try encoder.encode(self).write(to: file)
        return file.path
    }

    private var verdict: String {
        guard let toBare = ratio(.worker, to: .bare), let toEqual = ratio(.worker, to: .bareWithPayloads) else {
            return "Without a collector-worker there is no figure to hold against the mark."
        }
        let isMet = toBare <= Self.mark ? "met" : "MISSED"
        return """
            Mark: an addition reaches `started` in at most \(Self.mark) times what the bare C program needs: \
            \(Self.text(toBare)): \(isMet).
            The worker reads the payload of a new Thing before it starts it, which is one round trip that the bare \
            program does not make; against the bare program that makes it too: \(Self.text(toEqual)).
            """
    }

    private func row(_ samples: ProgramSamples) -> String {
        let name = samples.name
        let quantiles = Quantiles(samples.sinceSent)
        let figures = [quantiles.median, quantiles.at(0.9), quantiles.at(0.99)].map(Self.text)
        let ratios = [ratio(name, to: .bare), ratio(name, to: .bareWithPayloads)].map { $0.map(Self.text) ?? "" }
        let afterAnswer = Self.text(Quantiles(samples.sinceAnswered).median)
        return "| " + ([name.rawValue] + figures + ratios + [afterAnswer]).joined(separator: " | ") + " |"
    }

    private func ratio(_ name: ProgramName, to other: ProgramName) -> Double? {
        guard let own = median(name), let others = median(other) else { return nil }
        return own / others
    }

    private func median(_ name: ProgramName) -> Double? {
        samples(name).map { Quantiles($0.sinceSent).median }
    }

    private func samples(_ name: ProgramName) -> ProgramSamples? {
        programs.first { $0.name == name }
    }

    private static func text(_ number: Double) -> String {
        String(format: "%.2f", number)
    }
}
