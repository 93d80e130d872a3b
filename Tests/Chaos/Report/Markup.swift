/// A piece of a page that is HTML and well-formed XML at once: browsers read the one, tests the other.
struct Markup: Sendable {
    private enum Content: Sendable {
        case element(name: String, attributes: [(name: String, value: String)], children: [Markup])
        case text(String)
    }

    /// What HTML lets stand alone, besides the shapes of a drawing.
    private static let alone: Set<String> = ["meta", "rect", "line", "path", "circle"]
    /// After these a line ends, so that people and `diff` find their way.
    private static let blocks: Set<String> = [
        "meta", "title", "style", "head", "header", "main", "section", "details", "summary", "table", "thead", "tbody",
        "tr",
        "p", "h1", "h2", "h3", "ul", "li", "dl", "div", "svg", "g", "body",
    ]

    private let content: Content

    static func text(_ text: String) -> Markup {
        Markup(content: .text(text))
    }

    static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup] = []
    ) -> Markup {
        Markup(content: .element(name: name, attributes: attributes.map { ($0.key, $0.value) }, children: children))
    }

    static func element(_ name: String, _ attributes: KeyValuePairs<String, String>, _ text: String) -> Markup {
        element(name, attributes, [.text(text)])
    }

    static func element(_ name: String, _ text: String) -> Markup {
        element(name, [:], [.text(text)])
    }

    var rendered: String {
        var page = ""
        render(into: &page)
        return page
    }

    private func render(into page: inout String) {
        switch content {
        case .text(let text):
            page += Self.escaped(text)
        case .element(let name, let attributes, let children):
            page += "<\(name)"
            for (attribute, value) in attributes { page += " \(attribute)=\"\(Self.escaped(value))\"" }
            if children.isEmpty, Self.alone.contains(name) {
                page += "/>"
            } else {
                page += ">"
                for child in children { child.render(into: &page) }
                page += "</\(name)>"
            }
            if Self.blocks.contains(name) { page += "\n" }
        }
    }

    /// What stands for itself in text and in attributes alike. What XML cannot carry at all is shown as U+FFFD.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
