import Holdfast
import HoldfastCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Keeps one value after the other in a folder, and says of each that it is kept, until it is killed.
///
/// `StateWriter FOLDER THINGS`: values of so many Things. Each line on standard output is the number of a value whose save was
/// reported done; the first is the number that was found.
@main struct StateWriterProgram {
    static let owner = StateOwner(list: Array("/collectors/plant-7".utf8), workerID: "state-writer")

    static func main() async throws {
        guard CommandLine.arguments.count == 3, let things = Int(CommandLine.arguments[2]) else { exit(64) }
        let store = try await LastKnownGoodStore.open(
            folder: CommandLine.arguments[1], of: owner, in: DiskFileSystem())
        var number = try await store.load()?.value.approvals ?? 0
        while true {
            let line = Array("\(number)\n".utf8)
            guard write(1, line, line.count) == line.count else { exit(74) }
            number += 1
            _ = try await store.save(value(number, things: things), provedAt: Int64(number))
        }
    }

    /// Every byte of it depends on the number.
    static func value(_ number: Int, things count: Int) -> LastKnownGood {
        var value = LastKnownGood(approvals: number)
        for index in 0..<count {
            let id = ThingID("thing-\(index)")
            let payload = Array("\(number) of thing \(index)".utf8)
            value.things[id] = LastKnownGood.Thing(
                assignment: Assignment(id: id, payload: payload, fence: Fence(rawValue: Int64(number))))
        }
        return value
    }
}
