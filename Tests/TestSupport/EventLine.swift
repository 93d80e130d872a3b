internal import Foundation

/// One line of a worker's face, as an observer reads it.
package struct EventLine: Decodable, Hashable, Sendable {
    package var event: String
    package var thing: String?
    package var proof: String?
    package var state: String?
    package var reasons: [String]?
    package var error: String?
    package var reason: String?
    package var pending: Int?
    package var suspended: Int?
    package var approval: String?

    /// Nil where the text is no event line.
    package init?(text: String) {
        guard let line = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
        self = line
    }
}
