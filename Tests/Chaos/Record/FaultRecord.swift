/// A fault that befell an episode.
struct FaultRecord: Codable, Hashable, Sendable {
    /// Its name in the catalogue.
    var name: String
    /// Whom it met, such as `server 2`; nil where the name says it all.
    var met: String?
    /// When it was begun, and when it had begun: to kill a server or to write a list takes a moment.
    var begins: Double
    var begun: Double
    /// When its end was begun, and when all was as before, apart from what the servers and the worker still make of it.
    var ends: Double
    var ended: Double
}
