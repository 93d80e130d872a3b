internal import CZooKeeper

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// The functions that the C library calls, on its own threads. Each copies out what it was given, which dies when it
// returns, looks up its table and hands on. None calls the library or waits, but for the short park before a close.

/// The table that a context belongs to, after the park that its closing asks for.
func callbackTable(_ token: RequestToken) -> HandleTable? {
    guard let table = HandleRegistry.table(token.handle) else { return nil }
    while let until = table.parkedUntil {
        let rest = (until - .now).nanoseconds
        guard rest > 0 else { break }
        usleep(UInt32(clamping: rest / 1000 + 1))
    }
    return table
}

/// The log callback of every handle.
func libraryLogged(_ line: UnsafePointer<CChar>?) {
    guard let line else { return }
    MultiGate.logged(line)
    DepartureGate.logged(line)
    LogBridge.logged(line)
}

/// The one watcher of a handle, for its session and for every watch.
///
/// One function and one context for all: the library's own merging of watchers then costs nothing (with a context for
/// each watch, a session event costs the square of their number).
func libraryWatched(
    _ handle: OpaquePointer?, _ type: Int32, _ state: Int32, _ path: UnsafePointer<CChar>?,
    _ context: UnsafeMutableRawPointer?
) {
    guard let table = callbackTable(RequestToken(context)) else { return }
    switch type {
    case ZOO_SESSION_EVENT:
        if let kind = sessionEvent(handle, state) { table.sessionChanged(kind) }
    case ZOO_CREATED_EVENT: table.happened(.created, at: bytes(of: path))
    case ZOO_DELETED_EVENT: table.happened(.deleted, at: bytes(of: path))
    case ZOO_CHANGED_EVENT: table.happened(.dataChanged, at: bytes(of: path))
    case ZOO_CHILD_EVENT: table.happened(.childrenChanged, at: bytes(of: path))
    default: break
    }
}

/// Reading the grant here is the exception to "no call into the library": both functions only read fields of the
/// handle, which lives until the callback has returned, and which hold the new session's values first in this callback.
private func sessionEvent(_ handle: OpaquePointer?, _ state: Int32) -> HandleEvent.Kind? {
    switch state {
    case ZOO_CONNECTED_STATE:
        guard let handle, let id = zoo_client_id(handle) else { return nil }
        let password = withUnsafeBytes(of: id.pointee.passwd) { Array($0) }
        let credentials = SessionCredentials(id: id.pointee.client_id, password: password)
        return .connected(SessionGrant(credentials: credentials, timeout: .milliseconds(zoo_recv_timeout(handle))))
    case ZOO_CONNECTING_STATE: return .connectionLost
    case ZOO_EXPIRED_SESSION_STATE: return .sessionExpired
    case ZOO_AUTH_FAILED_STATE: return .authenticationFailed
    default: return nil
    }
}

/// The bytes of a C string, without its end.
func bytes(of text: UnsafePointer<CChar>?) -> [UInt8] {
    guard let text else { return [] }
    let length = strlen(text)
    return Array(unsafeUninitializedCapacity: length) { buffer, count in
        if let target = buffer.baseAddress { memcpy(target, text, length) }
        count = length
    }
}

extension NodeStat {
    init(_ stat: Stat) {
        self.init(
            czxid: stat.czxid, mzxid: stat.mzxid, pzxid: stat.pzxid, ctime: stat.ctime, mtime: stat.mtime,
            version: stat.version, cversion: stat.cversion, aversion: stat.aversion,
            ephemeralOwner: stat.ephemeralOwner,
            dataLength: stat.dataLength, numberOfChildren: stat.numChildren
        )
    }
}
