internal import CZooKeeper
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The parts of the C library that only some builds of it have: looked up at run time, since linking them would fail
/// where they are missing.
struct SecureLibrary: Sendable {
    typealias InitTLS =
        @convention(c) (
            UnsafePointer<CChar>?, UnsafePointer<CChar>?, watcher_fn?, Int32, UnsafePointer<clientid_t>?,
            UnsafeMutableRawPointer?, Int32
        ) -> OpaquePointer?
    typealias InitSASL =
        @convention(c) (
            UnsafePointer<CChar>?, watcher_fn?, Int32, UnsafePointer<clientid_t>?, UnsafeMutableRawPointer?, Int32,
            log_callback_fn?, UnsafeMutableRawPointer?
        ) -> OpaquePointer?
    typealias MakeCallbacks =
        @convention(c) (UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?) -> UnsafeMutableRawPointer?

    /// `zoo_sasl_params_t`, which the header hides where the library was built without it.
    private struct SASLParameters {
        var service: UnsafePointer<CChar>?
        var host: UnsafePointer<CChar>?
        var mechanisms: UnsafePointer<CChar>?
        var callbacks: UnsafeMutableRawPointer?
    }

    var initTLS: InitTLS?
    var initSASL: InitSASL?
    var makeCallbacks: MakeCallbacks?

    /// What the library that this process runs with has.
    static let present = SecureLibrary { dlsym(nil, $0) }

    init(lookUp: (String) -> UnsafeMutableRawPointer?) {
        initTLS = lookUp("zookeeper_init_ssl").map { unsafeBitCast($0, to: InitTLS.self) }
        initSASL = lookUp("zookeeper_init_sasl").map { unsafeBitCast($0, to: InitSASL.self) }
        makeCallbacks = lookUp("zoo_sasl_make_basic_callbacks").map { unsafeBitCast($0, to: MakeCallbacks.self) }
    }

    /// Why that cannot be had here; nil where it can.
    func fault(of security: TransportSecurity) -> String? {
        if let fault = security.fault() { return fault }
        switch security.kind {
        case .tls where initTLS == nil: return Self.missing("TLS", "zookeeper_init_ssl", "OpenSSL")
        case .sasl where initSASL == nil || makeCallbacks == nil:
            return Self.missing("SASL", "zookeeper_init_sasl", "Cyrus SASL")
        case .tls, .sasl: return nil
        }
    }

    private static func missing(_ what: String, _ symbol: String, _ library: String) -> String {
        "\(what) is asked for, and the ZooKeeper C library of this machine was built without it (\(symbol) is missing). "
            + "Install one that was built with \(library), or reach the servers through a TLS tunnel"
    }

    /// Opens a handle; nil when the library refuses.
    func open(
        _ security: TransportSecurity, _ address: String, timeout: Int32, _ id: UnsafePointer<clientid_t>?,
        _ context: UnsafeMutableRawPointer?
    ) -> OpaquePointer? {
        switch security.kind {
        case .tls(let files):
            guard
                let handle = initTLS?(
                    address, files.joined(separator: ","), libraryWatched, timeout, id, context,
                    ZOO_NO_LOG_CLIENTENV
                )
            else { return nil }
            // It takes no log callback at its birth. Until this one is set no operation is admitted that needs it.
            zoo_set_log_callback(handle, libraryLogged)
            return handle
        case .sasl(let sasl):
            return withCallbacks(sasl) { callbacks in
                sasl.service.withCString { service in
                    sasl.host.withCString { host in
                        sasl.mechanisms.withCString { mechanisms in
                            // The library copies it during the call.
                            var parameters = SASLParameters(
                                service: service, host: host, mechanisms: mechanisms, callbacks: callbacks
                            )
                            return withUnsafeMutablePointer(to: &parameters) { parameters in
                                initSASL?(
                                    address, libraryWatched, timeout, id, context, ZOO_NO_LOG_CLIENTENV, libraryLogged,
                                    UnsafeMutableRawPointer(parameters)
                                )
                            }
                        }
                    }
                }
            }
        }
    }

    private func withCallbacks<Value>(
        _ sasl: TransportSecurity.SASL, _ body: (UnsafeMutableRawPointer?) -> Value?
    ) -> Value? {
        let address = Self.callbacks.withLock { known -> UInt? in
            if let address = known[sasl] { return address }
            let realm = sasl.realm.map { Array($0.utf8CString) }
            let file = sasl.passwordFile.map { Array($0.utf8CString) }
            let made = sasl.user.withCString { user in
                realm.withPointer { realm in file.withPointer { makeCallbacks?(user, realm, $0) } }
            }
            guard let made else { return nil }
            known[sasl] = UInt(bitPattern: made)
            return UInt(bitPattern: made)
        }
        guard let address else { return nil }
        return body(UnsafeMutableRawPointer(bitPattern: address))
    }

    /// The library refers to them for as long as a handle lives: they are made once, and kept.
    private static let callbacks = Mutex<[TransportSecurity.SASL: UInt]>([:])
}

extension [CChar]? {
    fileprivate func withPointer<Value>(_ body: (UnsafePointer<CChar>?) -> Value) -> Value {
        guard let self else { return body(nil) }
        return self.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
