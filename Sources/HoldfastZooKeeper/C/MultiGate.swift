internal import CZooKeeper
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Lets a transaction be submitted only while its handle cannot expire.
///
/// `zoo_amulti` frees wild memory when the handle turns out expired between two of its operations (the later ones are
/// not initialised, and freed all the same), and the process dies. Looking at the state beforehand is not enough: the
/// answer that says "expired" may be read on the library's own thread in between.
///
/// A handle can only expire in a new connection, and the library logs "initiated connection to server" before it reads
/// the first answer there, on the thread that will read it and with no lock held. So that line is made to wait, in the
/// log callback, until nobody is inside `zoo_amulti`; and who enters looks at the state first, which by then is not
/// connected. One gate serves the process, since the log callback does not say which handle speaks.
enum MultiGate {
    private static let gate = Mutex<Void>(())

    /// Submits a transaction if the handle is connected; it cannot expire meanwhile.
    ///
    /// - Returns: what the submission returned; nil when the handle is not connected.
    static func submit(on handle: OpaquePointer, _ call: () -> Int32) -> Int32? {
        gate.withLock { _ in
            zoo_state(handle) == ZOO_CONNECTED_STATE ? call() : nil
        }
    }

    /// A line was logged: where it announces a new connection, waits until no transaction is being submitted.
    static func logged(_ line: UnsafePointer<CChar>) {
        // The first letter is capital or not, by the place that logs it.
        guard strstr(line, "nitiated connection to server") != nil else { return }
        gate.withLock { _ in }
    }
}
