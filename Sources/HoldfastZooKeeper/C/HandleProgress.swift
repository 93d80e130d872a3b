/// How far the attempt of a handle to connect has come.
package enum HandleProgress: Hashable, Sendable {
    /// The library has not begun, or waits for the network.
    case connecting
    /// The network connection stands, the server has not answered yet.
    case handshaking
    /// The server has answered.
    case connected
    /// The try failed, and the library waits before the next.
    case failed
    /// The session ended, or the credentials were refused: an event says so.
    case over
}
