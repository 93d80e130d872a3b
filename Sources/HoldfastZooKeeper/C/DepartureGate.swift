import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Lets a handle be closed while its session lives on elsewhere.
///
/// Closing a connected handle ends its session, and one that lost its connection connects again within microseconds: it
/// would take the session back, or be closed in the very moment in which it is connected. But before the library
/// reacts to a loss it logs an error, on the handle's own thread. That line is made to wait, in the log callback, until
/// the handle is being closed: then the thread finds that out next, and never connects again.
///
/// The callback does not say which handle speaks; the thread does, since the library also logs on it that a session
/// was established, at which server and with which id.
enum DepartureGate {
    /// How long the handle's thread waits for the close to begin. The closing thread is awake and waits for it.
    static let patience: Duration = .milliseconds(50)

    private struct State {
        /// The threads of handles, by server and session, in the words of the library.
        var threads: [String: UInt] = [:]
        var departures: [UInt: Departure] = [:]
    }

    private static let state = Mutex(State())

    /// The thread of the handle that connected last to that server with that session; nil where it was not heard of.
    static func thread(of address: ServerAddress, sessionID: Int64) -> UInt? {
        let name = "\(address.libraryText), sessionId=0x\(String(UInt64(bitPattern: sessionID), radix: 16))"
        return state.withLock { $0.threads[name] }
    }

    static func begin(_ departure: Departure) {
        guard let thread = departure.thread else { return }
        state.withLock { $0.departures[thread] = departure }
    }

    static func end(_ departure: Departure) {
        state.withLock { state in
            guard let thread = departure.thread, state.departures[thread] === departure else { return }
            state.departures[thread] = nil
        }
    }

    /// A line was logged.
    static func logged(_ line: UnsafePointer<CChar>) {
        if let name = strstr(line, "session establishment complete on server ") {
            note(String(cString: name))
        } else if strstr(line, " zk retcode=") != nil {
            let departure = state.withLock { $0.departures[currentThread] }
            guard let departure, departure.connectionIsLost(closeWithin: patience) else { return }
            usleep(UInt32(clamping: patience.nanoseconds / 1000))
        }
    }

    private static func note(_ line: String) {
        let rest = line.dropFirst("session establishment complete on server ".count)
        guard let end = rest.firstRange(of: ", negotiated") else { return }
        let thread = currentThread
        state.withLock { state in
            // A thread serves one handle: what it served before is over.
            for name in state.threads.filter({ $0.value == thread }).keys { state.threads[name] = nil }
            state.threads[String(rest[..<end.lowerBound])] = thread
        }
    }

    private static var currentThread: UInt {
        #if canImport(Glibc)
        UInt(pthread_self())
        #else
        UInt(bitPattern: pthread_self())
        #endif
    }
}

/// One handle that is to be closed once its connection is lost.
final class Departure: Sendable {
    private enum State {
        case waiting
        case lost(closeBy: ContinuousClock.Instant)
        case over
    }

    /// The thread of the handle; nil where it is not known, and nothing will come.
    let thread: UInt?
    private let state = Mutex(State.waiting)
    private let changed = DispatchSemaphore(value: 0)

    init(thread: UInt?) {
        self.thread = thread
    }

    /// The handle's thread found the connection lost, and is about to wait.
    ///
    /// - Returns: whether somebody waits for that.
    func connectionIsLost(closeWithin patience: Duration) -> Bool {
        let isAwaited = state.withLock { state in
            guard case .waiting = state else { return false }
            // Less than the thread waits, so that a late close is known to be late.
            state = .lost(closeBy: .now + patience / 2)
            return true
        }
        if isAwaited { changed.signal() }
        return isAwaited
    }

    /// The handle is closed otherwise.
    func cancel() {
        state.withLock { $0 = .over }
        changed.signal()
    }

    /// Waits on a thread of our own until the connection is lost, or that time has passed.
    ///
    /// - Returns: whether the handle can be closed right now.
    func wait(atMost limit: Duration) -> Bool {
        _ = changed.wait(timeout: .now() + .nanoseconds(limit.nanoseconds))
        return state.withLock { state in
            defer { state = .over }
            guard case .lost(let closeBy) = state else { return false }
            return .now < closeBy
        }
    }
}
