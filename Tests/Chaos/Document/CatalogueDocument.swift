/// The catalogue as a document, generated from the code: `docs/chaos.md`.
enum CatalogueDocument {
    static var text: String {
        var lines = head
        for section in Catalogue.sections {
            lines += ["", "### \(section.title)", ""]
            lines += ["| fault | what it does | what it stands for | expected of the worker |", "|---|---|---|---|"]
            for fault in section.faults {
                lines.append("| \(fault.name) | \(fault.does) | \(fault.standsFor) | \(expected(of: fault)) |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func expected(of fault: Fault) -> String {
        switch fault.lists {
        case .declared: return "declared lists: " + fault.expects.inWords
        case .undeclared: return "undeclared lists: " + fault.expects.inWords
        case .any: break
        }
        guard let declared = fault.expectsDeclared else { return fault.expects.inWords }
        return fault.expects.inWords + "; a declared list: " + declared.inWords
    }
}

extension Expectations {
    /// For people.
    var inWords: String {
        if silencesWorker {
            return mustShow.isEmpty
                ? "nothing while it lasts" : "runs what it last knew, and holds: " + quoted(mustShow)
        }
        if !mustShow.isEmpty { return (mustHold ? "holds throughout: " : "holds: ") + quoted(mustShow) }
        switch hides {
        case .nothing: return "follows"
        case .briefly: return "may hold while it finds another server"
        case .throughout: return "may hold"
        }
    }

    private func quoted(_ reasons: Set<String>) -> String {
        reasons.sorted().map { "`\($0)`" }.joined(separator: " or ")
    }
}
