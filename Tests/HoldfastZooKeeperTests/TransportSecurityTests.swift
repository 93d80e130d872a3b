import Logging
import Testing

@testable import HoldfastZooKeeper

// There the client brings a lock that the sanitizer knows.
#if !HOLDFAST_THREAD_SANITIZER
import Synchronization
#endif

/// TLS and SASL, on a machine whose library has neither, and through stand-ins for one that has.
@Suite(.serialized) struct TransportSecurityTests {
    private static let tls = TransportSecurity.tls(authority: "/ca", certificate: "/c", key: "/k", password: "pw")
    private static let sasl = TransportSecurity.sasl(
        host: "zk", mechanisms: "DIGEST-MD5", user: "u", realm: "r", passwordFile: "/p"
    )

    @Test(arguments: [tls, sasl])
    func clientThatCannotBeSecuredDoesNotStart(_ security: TransportSecurity) async throws {
        // What the stand-ins below are for; elsewhere the library may have it.
        guard SecureLibrary.present.fault(of: security) != nil else { return }
        var configuration = ZooKeeperClient.Configuration(servers: "127.0.0.1:1")
        configuration.security = security
        let client = ZooKeeperClient(
            configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let error = await #expect(throws: ZooKeeperError.self) { try await client.run() }
        #expect(error?.code == .badArguments)
        #expect(error?.message.contains("TLS tunnel") == true)
        #expect(error?.message.contains("was built without it") == true)
        #expect(await client.sessionStates.reduce(into: []) { $0.append($1) } == [.closed])
    }

    @Test func libraryThatHasTLSIsHandedTheFiles() async {
        Calls.all.withLock { $0 = [] }
        let handle = Handle(at: ServerAddress(host: "127.0.0.1", port: 1), HandleLimits(), HandleHooks { _ in })
        let isOpen = await handle.open(timeout: .seconds(3), resuming: nil, secured: Self.tls, by: Calls.library)
        #expect(!isOpen, "the stand-in gives no handle")
        #expect(Calls.all.withLock { $0 } == ["tls 127.0.0.1:1 /ca,/c,/k,pw 3000"])
        #expect(await handle.close(.closed, sparingConnected: false, grace: .zero))
    }

    @Test func libraryThatHasSASLIsHandedItsWords() async {
        Calls.all.withLock { $0 = [] }
        for _ in 0..<2 {
            let handle = Handle(at: ServerAddress(host: "127.0.0.1", port: 1), HandleLimits(), HandleHooks { _ in })
            #expect(await !handle.open(timeout: .seconds(3), resuming: nil, secured: Self.sasl, by: Calls.library))
            #expect(await handle.close(.closed, sparingConnected: false, grace: .zero))
        }
        // The callbacks are made once, and shared.
        let words = "sasl 127.0.0.1:1 3000 zookeeper zk DIGEST-MD5 77"
        #expect(Calls.all.withLock { $0 } == ["callbacks u r /p", words, words])
    }

    @Test func textsThatTheLibraryWouldMisreadAreRefused() {
        let library = Calls.library
        #expect(library.fault(of: .tls(authority: "/a,b", certificate: "/c", key: "/k"))?.contains("comma") == true)
        #expect(library.fault(of: .tls(authority: "", certificate: "/c", key: "/k")) != nil)
        #expect(library.fault(of: .sasl(host: "", mechanisms: "X", user: "u")) != nil)
        #expect(library.fault(of: Self.tls) == nil && library.fault(of: Self.sasl) == nil)
        #expect(!"\(Self.tls)".contains("pw"))
        var text = ""
        dump(Self.tls, to: &text)
        #expect(!text.contains("pw"))
    }
}

/// Stands in for the functions that Debian's library lacks, and writes down what it was called with.
private enum Calls {
    static let all = Mutex<[String]>([])

    static let library = SecureLibrary { name in
        switch name {
        case "zookeeper_init_ssl": unsafeBitCast(initTLS, to: UnsafeMutableRawPointer.self)
        case "zookeeper_init_sasl": unsafeBitCast(initSASL, to: UnsafeMutableRawPointer.self)
        case "zoo_sasl_make_basic_callbacks": unsafeBitCast(makeCallbacks, to: UnsafeMutableRawPointer.self)
        default: nil
        }
    }

    private static let initTLS:
        @convention(c) (
            UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafeRawPointer?, Int32, UnsafeRawPointer?,
            UnsafeRawPointer?, Int32
        ) -> OpaquePointer? = { address, files, _, timeout, _, _, _ in
            all.withLock { $0.append("tls \(text(address)) \(text(files)) \(timeout)") }
            return nil
        }

    private static let initSASL:
        @convention(c) (
            UnsafePointer<CChar>?, UnsafeRawPointer?, Int32, UnsafeRawPointer?, UnsafeRawPointer?, Int32,
            UnsafeRawPointer?, UnsafePointer<UnsafePointer<CChar>?>?
        ) -> OpaquePointer? = { address, _, timeout, _, _, _, _, parameters in
            let words = (0..<3).map { text(parameters?[$0]) }.joined(separator: " ")
            let callbacks = UInt(bitPattern: parameters?[3])
            all.withLock { $0.append("sasl \(text(address)) \(timeout) \(words) \(callbacks)") }
            return nil
        }

    private static let makeCallbacks:
        @convention(c) (
            UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?
        ) -> UnsafeMutableRawPointer? = { user, realm, file in
            all.withLock { $0.append("callbacks \(text(user)) \(text(realm)) \(text(file))") }
            return UnsafeMutableRawPointer(bitPattern: 77)
        }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? "nil"
    }
}
