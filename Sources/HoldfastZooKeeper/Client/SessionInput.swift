/// What the driver of a session is told.
enum SessionInput: Sendable {
    case event(handle: Int, HandleEvent)
    case opened(handle: Int)
    case openingFailed(handle: Int)
    case retired(handle: Int)
    case spared(handle: Int)
    /// A handle that was left is open still.
    case departureFailed(handle: Int)
    case closed(handle: Int)
    /// A handle that was to be closed at its loss was not.
    case lossNotSeen(handle: Int)
    case synced(number: Int)
    case syncFailed(number: Int, ZooKeeperError)
    case resolved(AddressResolver.Answer, of: ServerList)
    case timePassed(armedFor: Duration)
    case serversChanged
    /// Nobody needs the watch of that place any more.
    case watchUnneeded(handle: Int, WatchPlace)
    case closeRequested
}
