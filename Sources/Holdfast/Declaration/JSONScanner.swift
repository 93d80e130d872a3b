/// Walks over JSON text (RFC 8259), byte by byte, and refuses whatever is not exactly that.
///
/// Foundation's parsers are not used for what decides whether a Thing stops: they take the last of two members of one name without
/// a word, read 3.0 as 3, and round numbers they cannot hold, also those in fields that are only to be kept. This one keeps what it
/// does not know byte for byte, and holds two readers to one meaning.
struct JSONScanner {
    /// How deeply arrays and objects may be nested.
    static let depthLimit = 32

    /// One member of an object, as it was written.
    struct Member {
        /// The name, with its escapes resolved.
        var name: String
        /// The value as it was written.
        var value: ArraySlice<UInt8>
    }

    private let text: ArraySlice<UInt8>
    private var index: Int

    private init(_ text: ArraySlice<UInt8>) {
        self.text = text
        index = text.startIndex
    }

    /// The members of the object that the text is; nil where the text is anything else.
    static func members(of text: [UInt8]) -> [Member]? {
        var scanner = JSONScanner(text[...])
        scanner.skipSpace()
        // Most of what other writers put there is found out here.
        guard scanner.next == Byte.openBrace, String(validating: text, as: UTF8.self) != nil else { return nil }
        guard let members = scanner.members() else { return nil }
        scanner.skipSpace()
        return scanner.isAtEnd ? members : nil
    }

    /// The members of an object, as they were written; nil where the value is anything else.
    static func members(of value: ArraySlice<UInt8>) -> [Member]? {
        var scanner = JSONScanner(value)
        guard let members = scanner.members(), scanner.isAtEnd else { return nil }
        return members
    }

    /// The values of an array, as they were written; nil where the text is anything else.
    static func elements(of value: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        var scanner = JSONScanner(value)
        var elements: [ArraySlice<UInt8>] = []
        let isArray = scanner.list(from: Byte.openBracket, to: Byte.closeBracket) { scanner in
            guard let element = scanner.value(depth: 1) else { return false }
            elements.append(element)
            return true
        }
        return isArray && scanner.isAtEnd ? elements : nil
    }

    /// The text of a string, with its escapes resolved; nil where the value is anything else.
    static func string(_ value: ArraySlice<UInt8>) -> String? {
        bytes(ofString: value).flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// The text of a string in UTF-8, with its escapes resolved; nil where the value is anything else.
    static func bytes(ofString value: ArraySlice<UInt8>) -> [UInt8]? {
        var scanner = JSONScanner(value)
        guard let bytes = scanner.string(), scanner.isAtEnd else { return nil }
        return bytes
    }
}

private enum Byte {
    static let openBrace = UInt8(ascii: "{")
    static let closeBrace = UInt8(ascii: "}")
    static let openBracket = UInt8(ascii: "[")
    static let closeBracket = UInt8(ascii: "]")
    static let comma = UInt8(ascii: ",")
    static let colon = UInt8(ascii: ":")
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")
    static let zero = UInt8(ascii: "0")
    static let nine = UInt8(ascii: "9")
    static let space = UInt8(ascii: " ")
}

// The grammar.
extension JSONScanner {
    private mutating func members() -> [Member]? {
        var members: [Member] = []
        let isObject = list(from: Byte.openBrace, to: Byte.closeBrace) { scanner in
            guard let name = scanner.string().flatMap({ String(validating: $0, as: UTF8.self) }), scanner.takeColon(),
                let value = scanner.value(depth: 1)
            else {
                return false
            }
            members.append(Member(name: name, value: value))
            return true
        }
        return isObject ? members : nil
    }

    /// Steps over one value.
    private mutating func value(depth: Int) -> ArraySlice<UInt8>? {
        let start = index
        guard depth <= Self.depthLimit, let first = next else { return nil }
        let isValue: Bool
        switch first {
        case Byte.openBrace:
            isValue = list(from: Byte.openBrace, to: Byte.closeBrace) { scanner in
                scanner.skipString() && scanner.takeColon() && scanner.value(depth: depth + 1) != nil
            }
        case Byte.openBracket:
            isValue = list(from: Byte.openBracket, to: Byte.closeBracket) { scanner in
                scanner.value(depth: depth + 1) != nil
            }
        case Byte.quote: isValue = skipString()
        case UInt8(ascii: "t"): isValue = take("true")
        case UInt8(ascii: "f"): isValue = take("false")
        case UInt8(ascii: "n"): isValue = take("null")
        default: isValue = number()
        }
        return isValue ? text[start..<index] : nil
    }

    /// What an array and an object have in common: items, with commas between them.
    private mutating func list(
        from opening: UInt8, to closing: UInt8, item: (inout JSONScanner) -> Bool
    ) -> Bool {
        guard take(opening) else { return false }
        skipSpace()
        if take(closing) { return true }
        while true {
            skipSpace()
            guard item(&self) else { return false }
            skipSpace()
            if take(closing) { return true }
            guard take(Byte.comma) else { return false }
        }
    }

    private mutating func number() -> Bool {
        _ = take(UInt8(ascii: "-"))
        if !take(Byte.zero), !digits() { return false }
        if take(UInt8(ascii: ".")), !digits() { return false }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            return digits()
        }
        return true
    }

    private mutating func digits() -> Bool {
        let start = index
        while let digit = next, digit >= Byte.zero, digit <= Byte.nine { index += 1 }
        return index > start
    }

    /// The whole text is UTF-8, and what escapes stand for is too: so is what a string says.
    private mutating func string() -> [UInt8]? {
        var resolved: [UInt8] = []
        return string { resolved += $0 } ? resolved : nil
    }

    private mutating func skipString() -> Bool {
        string { _ in }
    }

    private mutating func string(_ take: (ArraySlice<UInt8>) -> Void) -> Bool {
        guard self.take(Byte.quote) else { return false }
        while true {
            let start = index
            while let byte = next, byte >= Byte.space, byte != Byte.quote, byte != Byte.backslash { index += 1 }
            take(text[start..<index])
            if self.take(Byte.quote) { return true }
            guard self.take(Byte.backslash), let scalar = escaped() else { return false }
            take(Array(String(scalar).utf8)[...])
        }
    }

    private mutating func escaped() -> Unicode.Scalar? {
        guard let letter = next else { return nil }
        index += 1
        switch letter {
        case Byte.quote, Byte.backslash, UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return unicodeScalar()
        default: return nil
        }
    }

    /// Half of a pair alone means nothing, and parsers make different things of it.
    private mutating func unicodeScalar() -> Unicode.Scalar? {
        guard let unit = hexadecimal() else { return nil }
        guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) }
        guard take("\\u"), let second = hexadecimal(), UTF16.isTrailSurrogate(second) else { return nil }
        return Unicode.Scalar(0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(second) - 0xdc00))
    }

    private mutating func hexadecimal() -> UInt16? {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = next, let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(value)
            index += 1
        }
        return unit
    }
}

// The bytes.
extension JSONScanner {
    private var next: UInt8? { index < text.endIndex ? text[index] : nil }

    private var isAtEnd: Bool { index == text.endIndex }

    private mutating func takeColon() -> Bool {
        skipSpace()
        guard take(Byte.colon) else { return false }
        skipSpace()
        return true
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let end = index + word.utf8CodeUnitCount
        guard end <= text.endIndex, text[index..<end].elementsEqual(word.description.utf8) else { return false }
        index = end
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, byte == Byte.space || byte == 0x0a || byte == 0x0d || byte == 0x09 { index += 1 }
    }
}
