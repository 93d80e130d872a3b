import Foundation
import Synchronization

/// Counts the lines that a program prints, by event, on a thread of its own, and notes when the newest of each came.
///
/// The thread waits in `read` itself, so that the time it takes to wake an asynchronous task is no part of a figure; and it looks at
/// the first letters of a line alone: taking a hundred thousand lines apart would cost the programs the processor.
final class LineCounter: Sendable {
    /// What lines may say, by the letters with which the event begins.
    enum Event: String, CaseIterable, Sendable {
        case connecting
        case started
        case stopped
        case following
        case holding
    }

    /// The lines of one event so far.
    struct Tally: Sendable {
        var count = 0
        var newest: SuspendingClock.Instant?
    }

    private struct Waiter {
        var event: Event
        var count: Int
        var continuation: CheckedContinuation<SuspendingClock.Instant, any Error>
    }

    private struct State {
        var tallies: [Event: Tally] = [:]
        var waiter: Waiter?
        /// What the program said of its posture, and when after its start, in milliseconds.
        var postures: [String] = []
        var failure: BenchmarkError?
    }

    private let name: String
    private let descriptor: Int32
    private let state = Mutex(State())

    init(reading descriptor: Int32, of name: String) {
        self.name = name
        self.descriptor = descriptor
    }

    /// Starts the thread. It ends, and closes the descriptor, when every writer has closed its end.
    func start() {
        let thread = Thread { self.readAll() }
        thread.name = name
        thread.start()
    }

    /// What the program said of its posture since this was asked for: it explains a change that took long.
    func takePostures() -> [String] {
        state.withLock { state in
            defer { state.postures = [] }
            return state.postures
        }
    }

    func tally(of event: Event) -> Tally { state.withLock { $0.tallies[event] ?? Tally() } }

    /// Waits until so many lines of an event have come since the start. One waits at a time.
    ///
    /// - Returns: when the newest of them came.
    @discardableResult
    func wait(for count: Int, of event: Event) async throws -> SuspendingClock.Instant {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let now: Result<SuspendingClock.Instant, any Error>? = state.withLock { state in
                    if let failure = state.failure { return .failure(failure) }
                    let tally = state.tallies[event] ?? Tally()
                    if tally.count >= count, let newest = tally.newest { return .success(newest) }
                    state.waiter = Waiter(event: event, count: count, continuation: continuation)
                    return nil
                }
                if let now { continuation.resume(with: now) }
            }
        } onCancel: {
            fail(BenchmarkError("\(name) was still to say '\(event)' when the run was given up: \(summary)"))
        }
    }

    private var summary: String {
        let tallies = state.withLock(\.tallies)
        return Event.allCases.map { "\($0) \(tallies[$0]?.count ?? 0)" }.joined(separator: ", ")
    }

    private func fail(_ error: BenchmarkError) {
        let waiter = state.withLock { state in
            state.failure = state.failure ?? error
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.continuation.resume(throwing: error)
    }

    private func readAll() {
        let started = SuspendingClock().now
        var rest: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            let instant = SuspendingClock().now
            rest += buffer[..<count]
            var start = 0
            var found: [Event: Int] = [:]
            var postures: [String] = []
            while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
                if let event = Self.event(of: rest[start..<end]) {
                    found[event, default: 0] += 1
                    if event == .following || event == .holding {
                        let age = Int((instant - started) / .milliseconds(1))
                        postures.append("\(age) ms: \(String(decoding: rest[start..<end], as: UTF8.self))")
                    }
                }
                start = end + 1
            }
            rest.removeFirst(start)
            note(found, postures, at: instant)
        }
        close(descriptor)
        fail(BenchmarkError("\(name) says nothing any more; so far: \(summary)"))
    }

    private func note(_ found: [Event: Int], _ postures: [String], at instant: SuspendingClock.Instant) {
        let waiter: Waiter? = state.withLock { state in
            state.postures += postures
            for (event, count) in found {
                state.tallies[event, default: Tally()].count += count
                state.tallies[event]?.newest = instant
            }
            guard let waiter = state.waiter, state.tallies[waiter.event]?.count ?? 0 >= waiter.count else { return nil }
            state.waiter = nil
            return waiter
        }
        waiter?.continuation.resume(returning: instant)
    }

    /// Every program begins its lines with `{"event":"`.
    private static func event(of line: ArraySlice<UInt8>) -> Event? {
        let word = line.dropFirst(10).prefix(5)
        return Event.allCases.first { $0.rawValue.utf8.prefix(5).elementsEqual(word) }
    }
}
