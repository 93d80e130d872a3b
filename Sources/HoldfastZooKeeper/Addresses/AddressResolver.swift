#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Looks up the numeric addresses of servers. It blocks for as long as the system's resolver takes.
enum AddressResolver {
    /// What a look-up gave: the addresses of each server that was found, and why others were not.
    struct Answer: Sendable {
        var addresses: [ServerList.Server: [ServerAddress]] = [:]
        var failures: [String] = []
    }

    static func resolve(_ servers: ServerList) -> Answer {
        var answer = Answer()
        for server in servers.servers {
            var hints = addrinfo()
            hints.ai_family = AF_UNSPEC
            #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
            #else
            hints.ai_socktype = SOCK_STREAM
            #endif
            var list: UnsafeMutablePointer<addrinfo>?
            let code = getaddrinfo(server.host, nil, &hints, &list)
            guard code == 0 else {
                answer.failures.append("\(server.host): \(String(cString: gai_strerror(code)))")
                continue
            }
            defer { freeaddrinfo(list) }
            var addresses: [ServerAddress] = []
            var next = list
            while let entry = next?.pointee {
                if let host = numericHost(entry) {
                    let address = ServerAddress(host: host, port: server.port)
                    if !addresses.contains(address) { addresses.append(address) }
                }
                next = entry.ai_next
            }
            if !addresses.isEmpty { answer.addresses[server] = addresses }
        }
        return answer
    }

    private static func numericHost(_ entry: addrinfo) -> String? {
        guard entry.ai_family == AF_INET || entry.ai_family == AF_INET6 else { return nil }
        var buffer = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let code = getnameinfo(
            entry.ai_addr, entry.ai_addrlen, &buffer, socklen_t(buffer.count), nil, 0, NI_NUMERICHOST
        )
        guard code == 0 else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
