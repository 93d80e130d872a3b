import Foundation

/// Where this machine keeps `java` and the jars of Debian's `zookeeper` package.
struct Installation: Sendable {
    let java: String
    let classPath: String

    /// Just what a server loads: a short class path is opened and searched in less time.
    private static let jars = [
        "zookeeper", "zookeeper-jute", "slf4j-api", "slf4j-simple", "netty-common", "netty-handler", "metrics-core",
        "snappy-java", "commons-cli", "commons-io",
    ]

    /// Looks for `java` (in `JAVA_HOME`, then in `PATH`) and for the jars.
    ///
    /// - Throws: ``EnsembleError`` with the code `javaMissing` or `zooKeeperMissing`; its message names the Debian
    ///   package that brings what is missing.
    static func find(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        jarFolder: String = "/usr/share/java"
    ) throws(EnsembleError) -> Installation {
        let home = environment["JAVA_HOME"].map { ["\($0)/bin"] } ?? []
        let path = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let places = (home + path).map { "\($0)/java" }
        guard let java = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw EnsembleError(
                .javaMissing,
                "no java in JAVA_HOME or PATH. On Debian: apt-get install default-jre-headless"
            )
        }
        let files = Self.jars.map { "\(jarFolder)/\($0).jar" }
        let missing = files.filter { !FileManager.default.isReadableFile(atPath: $0) }
        guard missing.isEmpty else {
            throw EnsembleError(
                .zooKeeperMissing,
                "not found: \(missing.joined(separator: ", ")). On Debian: apt-get install zookeeper"
            )
        }
        return Installation(java: java, classPath: files.joined(separator: ":"))
    }

    /// The command line of one server: a small machine that starts fast, and logs to its standard error.
    func command(configuration: String, heapMegabytes: Int, javaArguments: [String]) -> [String] {
        [
            self.java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx\(heapMegabytes)m",
            // Without this a killed server leaves a file in /tmp/hsperfdata_USER.
            "-XX:-UsePerfData",
            "-Djava.net.preferIPv4Stack=true", "-Djava.awt.headless=true", "-Dzookeeper.jmx.log4j.disable=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=info", "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS", "-Dorg.slf4j.simpleLogger.showThreadName=false",
            "-Dorg.slf4j.simpleLogger.showShortLogName=true",
            // It would tell of every four letter word, and these are what we poll with.
            "-Dorg.slf4j.simpleLogger.log.org.apache.zookeeper.server.NIOServerCnxn=warn",
            // The environment, line by line: nothing that explains a failure.
            "-Dorg.slf4j.simpleLogger.log.org.apache.zookeeper.server.ZooKeeperServer=warn",
            // Containers and nodes with a time to live are looked after each second instead of each minute.
            "-Dznode.container.checkIntervalMs=1000",
            // A server that found nobody to elect asks again after up to a minute otherwise.
            "-Dzookeeper.fastleader.maxNotificationInterval=1000",
        ] + javaArguments + [
            "-cp", self.classPath, "org.apache.zookeeper.server.quorum.QuorumPeerMain", configuration,
        ]
    }
}
