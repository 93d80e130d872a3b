import Foundation

/// A plain blocking TCP connection to 127.0.0.1, to see just what a proxy does to one.
final class Connection {
    enum Reception: Equatable {
        case text(String)
        case nothing
        case closed
        case reset
    }

    struct Failure: Error {
        let number: Int32
    }

    let socket: Int32

    /// Connects.
    ///
    /// - Throws: `Failure` with `ECONNREFUSED` and the like.
    init(port: Int) throws {
        self.socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = Self.address(port: port)
        let outcome = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(self.socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if outcome != 0 { throw Failure(number: errno) }
    }

    /// Takes over a socket that was accepted.
    init(accepted socket: Int32) {
        self.socket = socket
    }

    deinit {
        close(self.socket)
    }

    static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    func send(_ text: String) -> Bool {
        Glibc.send(self.socket, text, text.utf8.count, Int32(MSG_NOSIGNAL)) == text.utf8.count
    }

    /// Sends as much as goes in without waiting for longer than a while, up to a limit. Returns how much it was.
    func sendUntilStuck(limit: Int, patience: Duration) -> Int {
        let part = [UInt8](repeating: 7, count: 64 << 10)
        var total = 0
        while total < limit, self.isReady(POLLOUT, within: patience) {
            let count = Glibc.send(self.socket, part, part.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            if count < 0 { break }
            total += count
        }
        return total
    }

    /// What comes within a while.
    func receive(within patience: Duration = .seconds(5)) -> Reception {
        guard self.isReady(POLLIN, within: patience) else { return .nothing }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(self.socket, &buffer, buffer.count, 0)
        if count < 0 { return .reset }
        return count == 0 ? .closed : .text(String(decoding: buffer.prefix(count), as: UTF8.self))
    }

    /// Everything until the other side ends.
    func receiveAll() -> String {
        var all = ""
        while case .text(let part) = self.receive() { all += part }
        return all
    }

    /// Says that nothing more will be sent.
    func finish() {
        shutdown(self.socket, Int32(SHUT_WR))
    }

    private func isReady(_ event: Int32, within patience: Duration) -> Bool {
        var descriptor = pollfd(fd: self.socket, events: Int16(event), revents: 0)
        return poll(&descriptor, 1, Int32(patience / .milliseconds(1))) > 0
    }
}
