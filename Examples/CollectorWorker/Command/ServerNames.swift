import ArgumentParser
import HoldfastZooKeeper

/// The argument of `--servers`: the servers, and the text in which they were named.
struct ServerNames: Sendable {
    let text: String
    let list: ServerList

    init(parsing text: String) throws {
        do {
            list = try ServerList(text)
        } catch {
            throw ValidationError(error.message)
        }
        self.text = text
    }
}
