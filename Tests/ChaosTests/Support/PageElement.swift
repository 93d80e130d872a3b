import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// An element of a page that is well-formed XML, as a parser found it.
final class PageElement {
    let name: String
    let attributes: [String: String]
    private(set) var children: [PageElement] = []
    /// All text within, also that of its children.
    private(set) var text = ""

    private init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    /// Takes a page apart.
    ///
    /// - Throws: the parser's error for what is not well-formed.
    static func parse(_ page: String) throws -> PageElement {
        let reader = Reader()
        let parser = XMLParser(data: Data(page.utf8))
        parser.delegate = reader
        guard parser.parse(), let root = reader.root else {
            throw Malformed(line: parser.lineNumber, error: parser.parserError)
        }
        return root
    }

    /// All elements within that match, from top to bottom.
    func all(_ name: String? = nil, class style: String? = nil, figure: String? = nil) -> [PageElement] {
        children.flatMap { child in
            let styles = child.attributes["class"]?.split(separator: " ").map(String.init) ?? []
            let matches =
                (name == nil || child.name == name) && (style.map(styles.contains) ?? true)
                && (figure == nil || child.attributes["data-figure"] == figure)
            return (matches ? [child] : []) + child.all(name, class: style, figure: figure)
        }
    }

    /// What stands for a figure; nil where none or several do.
    func figure(_ name: String) -> String? {
        let found = all(figure: name)
        return found.count == 1 ? found[0].text : nil
    }

    func number(_ attribute: String) -> Double? {
        attributes[attribute].flatMap(Double.init)
    }

    struct Malformed: Error {
        let line: Int
        let error: (any Error)?
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var root: PageElement?
        private var open: [PageElement] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            let element = PageElement(name: name, attributes: attributes)
            if let parent = open.last { parent.children.append(element) } else { root = element }
            open.append(element)
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) {
            for element in open { element.text += text }
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            open.removeLast()
        }
    }
}
