/// A program that takes part, not started yet.
struct Contestant: Sendable {
    let name: ProgramName
    let executable: String
    /// Its arguments, from the server and the path of its list.
    let arguments: @Sendable (_ server: String, _ list: String) -> [String]

    /// The program with a list of its own at that server.
    func enter(server: String) throws -> Program {
        let list = "/benchmark-" + name.rawValue.filter(\.isLetter)
        return try Program(name: name, executable: executable, arguments: arguments(server, list), list: list)
    }
}
