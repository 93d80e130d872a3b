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

    private var rest: ArraySlice<UInt8>

    private init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    /// The members of the object that the text is; nil where the text is anything else.
    static func members(of text: [UInt8]) -> [Member]? {
        var scanner = JSONScanner(text[...])
        scanner.skipSpace()
        // Most of what other writers put there is found out here.
        guard scanner.rest.first == UInt8(ascii: "{"), String(validating: text, as: UTF8.self) != nil else {
            return nil
        }
        guard let members = scanner.members() else { return nil }
        scanner.skipSpace()
        return scanner.rest.isEmpty ? members : nil
    }

    /// The values of an array, as they were written; nil where the text is anything else.
    static func elements(of value: ArraySlice<UInt8>) -> [ArraySlice<UInt8>]? {
        var scanner = JSONScanner(value)
        var elements: [ArraySlice<UInt8>] = []
        let isArray = scanner.list(from: "[", to: "]") { scanner in
            guard let element = scanner.value(depth: 1) else { return false }
            elements.append(element)
            return true
        }
        return isArray && scanner.rest.isEmpty ? elements : nil
    }

    /// The text of a string, with its escapes resolved; nil where the value is anything else.
    static func string(_ value: ArraySlice<UInt8>) -> String? {
        var scanner = JSONScanner(value)
        guard let string = scanner.string(), scanner.rest.isEmpty else { return nil }
        return string
    }
}

// The grammar.
extension JSONScanner {
    private mutating func members() -> [Member]? {
        var members: [Member] = []
        let isObject = list(from: "{", to: "}") { scanner in
            guard let name = scanner.string(), scanner.takeColon(), let value = scanner.value(depth: 1) else {
                return false
            }
            members.append(Member(name: name, value: value))
            return true
        }
        return isObject ? members : nil
    }

    /// Steps over one value.
    private mutating func value(depth: Int) -> ArraySlice<UInt8>? {
        let start = rest
        guard depth <= Self.depthLimit, let first = rest.first else { return nil }
        let isValue: Bool
        switch first {
        case UInt8(ascii: "{"):
            isValue = list(from: "{", to: "}") { scanner in
                scanner.string() != nil && scanner.takeColon() && scanner.value(depth: depth + 1) != nil
            }
        case UInt8(ascii: "["):
            isValue = list(from: "[", to: "]") { scanner in scanner.value(depth: depth + 1) != nil }
        case UInt8(ascii: "\""): isValue = string() != nil
        case UInt8(ascii: "t"): isValue = take("true")
        case UInt8(ascii: "f"): isValue = take("false")
        case UInt8(ascii: "n"): isValue = take("null")
        default: isValue = number()
        }
        return isValue ? start[..<rest.startIndex] : nil
    }

    /// What an array and an object have in common: items, with commas between them.
    private mutating func list(
        from opening: Unicode.Scalar, to closing: Unicode.Scalar, item: (inout JSONScanner) -> Bool
    ) -> Bool {
        guard take(opening) else { return false }
        skipSpace()
        if take(closing) { return true }
        while true {
            skipSpace()
            guard item(&self) else { return false }
            skipSpace()
            if take(closing) { return true }
            guard take(",") else { return false }
        }
    }

    private mutating func number() -> Bool {
        _ = take("-" as Unicode.Scalar)
        if !take("0" as Unicode.Scalar), !digits() { return false }
        if take("." as Unicode.Scalar), !digits() { return false }
        if take("e" as Unicode.Scalar) || take("E" as Unicode.Scalar) {
            if !take("+" as Unicode.Scalar) { _ = take("-" as Unicode.Scalar) }
            return digits()
        }
        return true
    }

    private mutating func digits() -> Bool {
        let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
        rest = rest.dropFirst(count)
        return count > 0
    }

    private mutating func string() -> String? {
        guard take("\"" as Unicode.Scalar) else { return nil }
        var text: [UInt8] = []
        while true {
            let plain = rest.prefix { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
            text += plain
            rest = rest.dropFirst(plain.count)
            if take("\"" as Unicode.Scalar) { return String(validating: text, as: UTF8.self) }
            guard take("\\" as Unicode.Scalar), let scalar = escaped() else { return nil }
            text += Array(String(scalar).utf8)
        }
    }

    private mutating func escaped() -> Unicode.Scalar? {
        guard let letter = rest.popFirst() else { return nil }
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
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
        let digits = rest.prefix(4)
        guard digits.count == 4 else { return nil }
        rest = rest.dropFirst(4)
        var unit: UInt16 = 0
        for digit in digits {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(value)
        }
        return unit
    }

    private mutating func takeColon() -> Bool {
        skipSpace()
        guard take(":" as Unicode.Scalar) else { return false }
        skipSpace()
        return true
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first.map(Unicode.Scalar.init) == scalar else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func take(_ word: String) -> Bool {
        guard rest.starts(with: word.utf8) else { return false }
        rest = rest.dropFirst(word.utf8.count)
        return true
    }

    private mutating func skipSpace() {
        rest = rest.drop { $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }
    }
}
