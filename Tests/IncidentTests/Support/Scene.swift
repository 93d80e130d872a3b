import Holdfast
import HoldfastCore
import HoldfastEnsemble
import HoldfastZooKeeper
import Subprocess
import TestSupport
import Testing

/// A list with its writer, and a worker that follows it: what an incident may lay hands on.
struct Scene: Sendable {
    static let things = (1...50).map { "thing-\($0)" }

    var ensemble: Ensemble
    var writer: ListWriter
    var worker: WorkerProcess
    /// Whether the list carries a declaration.
    var isDeclared: Bool

    var things: [String] { Self.things }

    /// Makes a list of 50 Things, and runs the body beside a worker that runs all of them.
    ///
    /// - Parameter options: further options of the worker.
    /// - Returns: what the worker has told until its end, which was a good one.
    @discardableResult
    static func with(
        _ ensemble: Ensemble, isDeclared: Bool = false, options: [String] = [],
        _ body: (Scene) async throws -> Void
    ) async throws -> WorkerRecord {
        let list = try ZNodePath("/collectors-\(UInt32.random(in: 0 ... .max))")
        var record = WorkerRecord()
        try await ListWriter.with(ensemble, list: list) { writer in
            if isDeclared {
                try await writer.declare(things)
            } else {
                try await writer.make(things)
            }
            let ending: WorkerProcess.Ending
            (record, ending) = try await WorkerProcess.with(arguments: arguments(for: ensemble, list) + options) {
                worker in
                try await worker.until("all Things run") { $0.running.count == things.count && $0.isFollowing }
                worker.forgetReasons()
                try await body(Scene(ensemble: ensemble, writer: writer, worker: worker, isDeclared: isDeclared))
            }
            #expect(ending.status == .exited(0), "\(ending.log)")
            #expect(record.isExiting)
            #expect(record.offences.isEmpty)
        }
        return record
    }

    static func arguments(
        for ensemble: Ensemble, _ list: ZNodePath, sessionTimeout: Duration = .seconds(2)
    ) -> [String] {
        [
            "--servers", ensemble.proxiedConnectString, "--path", "\(list)",
            "--session-timeout-ms", "\(Int(sessionTimeout / .milliseconds(1)))", "--settle-ms", "1500",
        ]
    }

    /// The incident goes on for that long: the only time in these tests that simply passes.
    func lasts(_ duration: Duration) async throws {
        try await ContinuousClock().sleep(for: duration)
    }

    func leader() async throws -> EnsembleServer {
        guard let leader = try await ensemble.leader() else { throw Unseen(description: "the ensemble has no leader") }
        return leader
    }
}

// True changes, which are carried out also after the worst.
extension Scene {
    func add(_ thing: String) async throws {
        if isDeclared {
            try await writer.publish { try await $0.add(ListWriter.payloads([thing])) }
        } else {
            try await writer.add(thing)
        }
    }

    func remove(_ thing: String) async throws {
        if isDeclared {
            try await writer.publish { try await $0.remove([ThingID(thing)]) }
        } else {
            try await writer.remove(thing)
        }
    }

    /// A true addition and a true removal, each carried out soon after it was made.
    func carryOutChanges(removing removed: String = "thing-7", after what: String) async throws {
        try await add("thing-51")
        let addition = ContinuousClock.now
        let afterAddition = try await worker.until("thing-51 started") { $0.running.contains("thing-51") }
        try await remove(removed)
        let removal = ContinuousClock.now
        let afterRemoval = try await worker.until("\(removed) stopped") { $0.stopped.contains(removed) }
        let startDelay = try #require(afterAddition.startedAt["thing-51"]) - addition
        let stopDelay = try #require(afterRemoval.stoppedAt[removed]) - removal
        #expect(startDelay < .seconds(5))
        #expect(stopDelay < .seconds(5))
        Figures.print("after \(what)", ["start": startDelay, "stop": stopDelay])
    }
}

/// Measured figures, for whoever reads the log of a run.
enum Figures {
    static func print(_ what: String, _ figures: KeyValuePairs<String, Duration>) {
        let texts = figures.map { name, duration in
            "\(name) \(Double(Int(duration / .milliseconds(1))) / 1000) s"
        }
        Swift.print("figures: \(what): \(texts.joined(separator: ", "))")
    }
}
