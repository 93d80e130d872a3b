import Foundation

/// Takes connections on a port of 127.0.0.1, one when asked to.
final class Listener {
    private let socket: Int32

    init(port: Int) throws {
        self.socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = Connection.address(port: port)
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(self.socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0, listen(self.socket, 5) == 0 else { throw Connection.Failure(number: errno) }
    }

    deinit {
        close(self.socket)
    }

    func accept() -> Connection {
        Connection(accepted: Glibc.accept(self.socket, nil, nil))
    }
}
