/// A JSON object as text, its keys in the order in which they are added.
struct JSONObject {
    private var members: [String] = []

    var text: String { "{" + members.joined(separator: ",") + "}" }

    mutating func add(_ key: String, string: String) {
        add(key, Self.quoted(string))
    }

    mutating func add(_ key: String, number: Int64) {
        add(key, String(number))
    }

    mutating func add(_ key: String, strings: [String]) {
        add(key, "[" + strings.map(Self.quoted).joined(separator: ",") + "]")
    }

    /// Adds a value that is JSON text already.
    mutating func add(_ key: String, _ value: String) {
        members.append(Self.quoted(key) + ":" + value)
    }

    /// A JSON string: what JSON does not allow inside one is escaped, everything else is left as it is.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\0"..<" ":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
