import ArgumentParser
import Foundation
import Holdfast
import HoldfastCore
import HoldfastZooKeeper

extension ListCommand {
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Prints the Things and what the list declares.")

        @OptionGroup var target: ListTarget

        func run() async throws {
            try await target.connected { client in
                let data = try await client.data(at: target.path).bytes ?? []
                print(data.isEmpty ? "undeclared" : String(decoding: data, as: UTF8.self))
                let names = try await client.children(of: target.path).names.map { ThingID(bytes: $0.bytes) }
                for name in names.sorted() { print(name) }
            }
        }
    }

    struct Adopt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Declares the list as it stands, and stops nothing.")

        @OptionGroup var target: ListTarget

        func run() async throws {
            try await target.state { try await $0.adopt() }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Puts Things on the list, with one payload.")

        @Argument(help: "The names of the Things.")
        var things: [String]

        @Option(
            help: ArgumentHelp("What each is told, such as {\"source\":\"file:/proc/loadavg\"}.", valueName: "json"))
        var payload: String

        @OptionGroup var target: ListTarget

        func run() async throws {
            let items = Dictionary(things.map { (ThingID($0), Array(payload.utf8)) }) { first, _ in first }
            try await target.state { try await $0.add(items) }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Takes Things off the list: workers stop them.")

        @Argument(help: "The names of the Things.")
        var things: [String]

        @OptionGroup var target: ListTarget

        func run() async throws {
            try await target.state { try await $0.remove(Set(things.map { ThingID($0) })) }
        }
    }

    struct Replace: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes the list exactly what a file says, whatever it was: workers stop everything else.",
            discussion: "The file holds one JSON object: each name of a Thing with its payload, any JSON value.")

        @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file"))
        var file: String

        @Flag(help: "Overwrites data of the list node that are not Holdfast's.")
        var overwriteForeignData = false

        @OptionGroup var target: ListTarget

        func run() async throws {
            let things = try things()
            let overwriting = overwriteForeignData
            try await target.state { try await $0.replace(with: things, overwritingForeignData: overwriting) }
        }

        private func things() throws -> [ThingID: [UInt8]] {
            let data =
                file == "-"
                ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: file)
            guard let data else { throw ValidationError("'\(file)' cannot be read; right is a file of JSON") }
            guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
                throw ValidationError(
                    "'\(file)' is no JSON object; right is {\"pump-7\":{\"source\":\"file:/proc/loadavg\"}}")
            }
            return try Dictionary(
                uniqueKeysWithValues: object.map { name, payload in
                    let options: JSONSerialization.WritingOptions = [
                        .sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed,
                    ]
                    return (ThingID(name), Array(try JSONSerialization.data(withJSONObject: payload, options: options)))
                })
        }
    }

    struct Drain: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes everything off the list: workers stop all that they run.")

        @OptionGroup var target: ListTarget

        func run() async throws {
            try await target.state { try await $0.drain() }
        }
    }

    struct Approve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Approves what a worker holds, by the token that it shows.",
            discussion: "What the held reading does not list is stopped, what it lists is started. Read the list first."
        )

        @Argument(help: "The token, from the worker's posture or its log.")
        var token: String

        @OptionGroup var target: ListTarget

        func run() async throws {
            try await target.connected { client in
                try await AssignmentPublisher(zooKeeper: client, list: target.path)
                    .approve(ApprovalToken(rawValue: token))
                print("\(target.path): approved \(token), if a worker holds that reading")
            }
        }
    }
}
