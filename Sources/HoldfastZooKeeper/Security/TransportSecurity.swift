/// How the connections to the servers are secured, where the C library of the machine was built for it.
///
/// Debian's was built without TLS and SASL. Then a client that is configured for either does not start, and says so: it
/// never falls back to plain text. A TLS tunnel (stunnel, a sidecar) in front of the servers is the way out there.
public struct TransportSecurity: Hashable, Sendable {
    enum Kind: Hashable {
        case tls(files: [String])
        case sasl(SASL)
    }

    /// What SASL needs to know.
    struct SASL: Hashable {
        var service: String
        var host: String
        var mechanisms: String
        var user: String
        var realm: String?
        var passwordFile: String?
    }

    let kind: Kind

    /// TLS, with files in PEM form. The library checks the servers' certificates against the authority, and not that
    /// they were made for the address.
    ///
    /// - Parameters:
    ///   - authority: certificates that the servers' must descend from.
    ///   - certificate: the client's own certificate.
    ///   - key: its key.
    ///   - password: opens the key; empty for none.
    public static func tls(
        authority: String, certificate: String, key: String, password: String = ""
    ) -> TransportSecurity {
        TransportSecurity(kind: .tls(files: [authority, certificate, key] + (password.isEmpty ? [] : [password])))
    }

    /// SASL over a plain connection.
    ///
    /// - Parameters:
    ///   - service: the servers' service name.
    ///   - host: the servers' host name, in the words of the mechanism.
    ///   - mechanisms: for instance `GSSAPI` or `DIGEST-MD5`.
    ///   - user: who the client is.
    ///   - realm: where the user is known; nil leaves it to the mechanism.
    ///   - passwordFile: holds the password; nil where the mechanism needs none.
    public static func sasl(
        service: String = "zookeeper", host: String, mechanisms: String, user: String, realm: String? = nil,
        passwordFile: String? = nil
    ) -> TransportSecurity {
        TransportSecurity(
            kind: .sasl(
                SASL(
                    service: service, host: host, mechanisms: mechanisms, user: user, realm: realm,
                    passwordFile: passwordFile
                )))
    }

    /// Refuses texts that the library would misread.
    func fault() -> String? {
        switch kind {
        case .tls(let files):
            // The library takes them as one text with commas between.
            files.contains { $0.isEmpty || $0.contains(",") || $0.utf8.contains(0) }
                ? "a path or the password of TLS is empty, or holds a comma or a NUL" : nil
        case .sasl(let sasl):
            [sasl.service, sasl.host, sasl.mechanisms, sasl.user].contains { $0.isEmpty || $0.utf8.contains(0) }
                ? "a text of SASL is empty or holds a NUL" : nil
        }
    }
}

extension TransportSecurity: CustomStringConvertible, CustomReflectable {
    public var description: String {
        switch kind {
        case .tls: "TLS"
        case .sasl(let sasl): "SASL \(sasl.mechanisms)"
        }
    }

    public var customMirror: Mirror { Mirror(self, children: ["kind": description]) }
}
