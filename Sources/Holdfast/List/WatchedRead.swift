internal import HoldfastZooKeeper

/// A read that was to arm a watch, run to its answer or its error, so that several can be awaited together and none is
/// forgotten.
struct WatchedRead<Value: Sendable>: Sendable {
    var answer: Result<Value, ZooKeeperError>
    /// Whether a watch was to be armed, and is not: the read failed, or the client had no room for the watch.
    var isUnwatched: Bool
}

/// Reads with the watch, and again without it where the client has no room for it: audits and refreshes find what it would
/// have told.
func watchedRead<Value>(
    arming watch: Watch?, _ read: (Watch?) async throws(ZooKeeperError) -> Value
) async -> WatchedRead<Value> {
    let error: ZooKeeperError
    do {
        return WatchedRead(answer: .success(try await read(watch)), isUnwatched: false)
    } catch let failure {
        error = failure
    }
    guard watch != nil, error.code == .tooManyWatches else {
        return WatchedRead(answer: .failure(error), isUnwatched: watch != nil)
    }
    do {
        return WatchedRead(answer: .success(try await read(nil)), isUnwatched: true)
    } catch {
        return WatchedRead(answer: .failure(error), isUnwatched: true)
    }
}
