import Testing

@testable import HoldfastEnsemble

@Suite struct InstallationTests {
    @Test func missingJavaNamesThePackageThatBringsIt() {
        let error = #expect(throws: EnsembleError.self) { try Installation.find(environment: ["PATH": "/nonexistent"]) }
        #expect(error?.code == .javaMissing)
        #expect(error?.message.contains("apt-get install default-jre-headless") == true)
    }

    @Test func missingJarsNameThePackageThatBringsThem() {
        let error = #expect(throws: EnsembleError.self) { try Installation.find(jarFolder: "/nonexistent") }
        #expect(error?.code == .zooKeeperMissing)
        #expect(error?.message.contains("apt-get install zookeeper") == true)
        #expect(error?.message.contains("/nonexistent/zookeeper.jar") == true)
    }
}
