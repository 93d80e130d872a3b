/// The programs that are measured.
enum EntrantName: String, Codable, CaseIterable, Sendable {
    /// List, compare, print: the floor.
    case bare = "bare C"
    /// The same once more on a list of its own: how far two runs of one program differ is the noise of a figure.
    case bareAgain = "bare C, again"
    /// It gets the data of each new name before it prints: the requests that Holdfast makes.
    case barePayloads = "bare C with payloads"
    /// Holdfast, in a worker whose Things only wait.
    case holdfast = "Holdfast"
    /// The same program on a list of its own, with a state folder that it begins with empty.
    case holdfastKeeping = "Holdfast with a state folder"
    /// kazoo's ChildrenWatch and the difference of two sets, from names alone.
    case kazoo = "kazoo ChildrenWatch"
    /// Curator's CuratorCache: a persistent recursive watch, and the data of every node.
    case curatorCache = "CuratorCache"
    /// Curator's PathChildrenCache, with the data of every node.
    case pathChildrenCache = "PathChildrenCache"

    /// How its list is written.
    var form: BenchmarkList.Form {
        switch self {
        case .bare, .bareAgain, .barePayloads, .holdfast, .holdfastKeeping: .declared
        case .kazoo, .curatorCache, .pathChildrenCache: .plain
        }
    }

    /// The name of its list.
    var list: String { "/scale-" + rawValue.filter(\.isLetter) }
}
