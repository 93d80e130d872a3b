import Foundation

/// A program that can take part.
struct Entrant: Sendable {
    let name: EntrantName
    let executable: String
    /// Its arguments, from the server and the path of its list.
    let arguments: @Sendable (_ server: String, _ list: String) -> [String]

    /// Where the programs keep their state, each start in a folder of its own.
    static let stateFolders = FileManager.default.temporaryDirectory.appending(path: "holdfast-scale-\(getpid())")

    /// Those whose programs stand: the peers were made by `./peers`.
    static func all(peers: String, products: URL) throws -> [Entrant] {
        let bare = products.appending(path: "bare-list").path
        let worker = products.appending(path: "list-worker").path
        var entrants = [
            Entrant(name: .bare, executable: bare) { [$0, $1] },
            Entrant(name: .bareAgain, executable: bare) { [$0, $1] },
            Entrant(name: .barePayloads, executable: bare) { ["--payloads", $0, $1] },
            Entrant(name: .holdfast, executable: worker) { [$0, $1] },
            Entrant(name: .holdfastKeeping, executable: worker) { server, list in
                [server, list, "30000", stateFolders.appending(path: UUID().uuidString).path]
            },
        ]
        let script = URL(filePath: peers).deletingLastPathComponent().appending(path: "Peers/kazoo_list.py").path
        entrants.append(Entrant(name: .kazoo, executable: "\(peers)/kazoo/bin/python") { [script, $0, $1] })
        let classPath = try String(contentsOfFile: "\(peers)/class-path", encoding: .utf8)
        for (name, mode) in [(EntrantName.curatorCache, "cache"), (.pathChildrenCache, "path")] {
            entrants.append(
                Entrant(name: name, executable: "/usr/bin/env") { server, list in
                    // Lists of 100,000 names are longer than the Java client takes by default.
                    [
                        "java", "-Xmx1g", "-XX:-UsePerfData", "-Djute.maxbuffer=\(ScaleBenchmark.juteMaxBuffer)",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", classPath, "CuratorList", mode, server,
                        list,
                    ]
                })
        }
        return entrants
    }
}
