/// What the driver of a session is told.
enum SessionInput: Sendable {
    case event(handle: Int, HandleEvent)
    case opened(handle: Int)
    case openingFailed(handle: Int)
    case retired(handle: Int)
    case spared(handle: Int)
    case closed(handle: Int)
    case synced(number: Int)
    case syncFailed(number: Int, ZooKeeperError)
    case resolved(AddressResolver.Answer)
    case timePassed(armedFor: Duration)
    case closeRequested
}
