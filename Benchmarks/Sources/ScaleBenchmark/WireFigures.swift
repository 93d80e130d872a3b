import Foundation
import HoldfastEnsemble

/// What one program and its server have said to each other so far.
struct WireFigures: Sendable {
    /// Bytes both ways, as the kernel counts them on the program's connection; nil where `ss` does not tell.
    var bytes: Int?
    /// Requests that the server took from it; nil where it is not connected.
    var requests: Int?

    init(of process: Int32, at server: EnsembleServer) async throws {
        let sockets = Self.sockets(of: process)
        bytes = sockets.isEmpty ? nil : sockets.map(\.bytes).reduce(0, +)
        let answer = try await server.fourLetterWord("cons")
        requests = sockets.compactMap { Self.requests(ofPort: $0.port, in: answer) }.max()
    }

    private struct Socket {
        var port: Int
        var bytes: Int
    }

    /// The connections of a process, by `ss` of iproute2.
    private static func sockets(of process: Int32) -> [Socket] {
        let ss = Process()
        ss.executableURL = URL(filePath: "/usr/bin/env")
        ss.arguments = ["ss", "-tinpH"]
        let output = Pipe()
        ss.standardOutput = output
        guard (try? ss.run()) != nil else { return [] }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        ss.waitUntilExit()
        var sockets: [Socket] = []
        var port: Int?
        for line in text.split(separator: "\n") {
            if line.first?.isWhitespace != true {
                let fields = line.split(whereSeparator: \.isWhitespace)
                let isOurs = line.contains("pid=\(process),")
                port = isOurs && fields.count > 3 ? fields[3].split(separator: ":").last.flatMap { Int($0) } : nil
            } else if let port {
                let bytes = ["bytes_acked:", "bytes_received:"].map { number(after: $0, in: line) ?? 0 }
                sockets.append(Socket(port: port, bytes: bytes.reduce(0, +)))
            }
        }
        return sockets
    }

    private static func number(after key: String, in line: Substring) -> Int? {
        line.range(of: key).flatMap { Int(line[$0.upperBound...].prefix { $0.isNumber }) }
    }

    private static func requests(ofPort port: Int, in connections: String) -> Int? {
        let line = connections.split(separator: "\n").first { $0.contains(":\(port)[") }
        return line.flatMap { number(after: "recved=", in: $0) }
    }
}
