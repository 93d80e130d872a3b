import Foundation
import HoldfastEnsemble
import HoldfastZooKeeper
import Subprocess
import TestSupport
import Testing

/// A list, and a folder in which one worker after the other keeps what it knows of it.
struct StateStage: Sendable {
    let ensemble: Ensemble
    let writer: ListWriter
    let folder: URL

    static func with(_ ensemble: Ensemble, _ body: (StateStage) async throws -> Void) async throws {
        let list = try ZNodePath("/collectors-\(UInt32.random(in: 0 ... .max))")
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "holdfast-state-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await ListWriter.with(ensemble, list: list) { writer in
            try await body(StateStage(ensemble: ensemble, writer: writer, folder: folder))
        }
    }

    private var arguments: [String] { Scene.arguments(for: ensemble, writer.list) + ["--state-dir", folder.path] }

    /// Runs a worker beside the body.
    ///
    /// - Parameter status: how it is to end.
    @discardableResult
    func run(
        options: [String] = [], under wrapper: [String] = [], endingWith status: TerminationStatus = .exited(0),
        _ body: (Scene) async throws -> Void
    ) async throws -> (record: WorkerRecord, log: String) {
        let (record, ending) = try await WorkerProcess.with(arguments: arguments + options, under: wrapper) { worker in
            try await body(Scene(ensemble: ensemble, writer: writer, worker: worker, isDeclared: false))
        }
        #expect(ending.status == status, "\(ending.log)")
        #expect(record.offences.isEmpty)
        return (record, ending.log)
    }
}

// What is on the disk.
extension StateStage {
    /// What was kept, the newest first.
    var files: [URL] {
        get throws {
            func date(_ file: URL) throws -> Date {
                try file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate ?? .distantPast
            }
            return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                .filter { ["last-known-good.0", "last-known-good.1"].contains($0.lastPathComponent) }
                .map { ($0, try date($0)) }.sorted { $0.1 > $1.1 }.map(\.0)
        }
    }

    /// Waits until something was kept in which one name stands and the other does not: names stand there as they are. What is assigned and
    /// listed stands there twice; what went without a word within the last minute stands there once.
    func untilKept(_ present: String, without absent: String? = nil) async throws {
        let kept: Void? = try await Poll.until(every: .milliseconds(10), limit: .seconds(20)) {
            try files.contains { file in
                guard let bytes = try? Data(contentsOf: file) else { return false }
                func count(_ name: String) -> Int {
                    String(decoding: bytes, as: UTF8.self).components(separatedBy: name).count - 1
                }
                return count(present) > 0 && absent.map { count($0) > 1 } != true
            } ? () : nil
        }
        try #require(kept != nil, "\(present) without \(absent ?? "nothing") was not kept")
    }

    /// A byte in the middle of a file is another than was written.
    func damage(_ file: URL) throws {
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count / 2] ^= 0x20
        try bytes.write(to: file)
    }
}
