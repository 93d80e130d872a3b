/// A table of the report: a head, and rows of cells that say which figure they are.
struct ReportTable: Sendable {
    struct Column: Sendable {
        let name: String
        let words: String
        var isNumber = true
    }

    struct Row: Sendable {
        let cells: [Markup]
        var isBad = false
        var id = ""
    }

    let name: String
    let columns: [Column]
    let rows: [Row]

    var markup: Markup {
        let head = columns.map { Markup.element("th", ["class": Self.style($0)], $0.words) }
        let body = rows.map { row in
            let cells = zip(columns, row.cells).map { column, cell in
                Markup.element("td", ["class": Self.style(column), "data-figure": column.name], [cell])
            }
            return Markup.element("tr", ["class": row.isBad ? "failed" : "held", "data-row": row.id], cells)
        }
        return .element(
            "table", ["class": name],
            [.element("thead", [:], [.element("tr", [:], head)]), .element("tbody", [:], body)])
    }

    private static func style(_ column: Column) -> String {
        column.isNumber ? "number" : "words"
    }
}
