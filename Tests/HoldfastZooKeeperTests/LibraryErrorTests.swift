import Testing

@testable import HoldfastZooKeeper

@Suite struct LibraryErrorTests {
    private let write = RequestWords(operation: "create", path: "/a", isWrite: true)
    private let read = RequestWords(operation: "data of", path: "/a", isWrite: false)

    @Test(arguments: [-4, -7, -2, -118, -12, -112, -116] as [Int32])
    func codesThatLeaveADoubtSayIt(_ code: Int32) {
        #expect(ZooKeeperError(libraryCode: code, write, wasSent: true).mayHaveBeenApplied)
        #expect(!ZooKeeperError(libraryCode: code, write, wasSent: false).mayHaveBeenApplied)
        #expect(!ZooKeeperError(libraryCode: code, read, wasSent: true).mayHaveBeenApplied)
    }

    @Test(arguments: [-4, -7, -2, -118] as [Int32])
    func lossesAreOneCode(_ code: Int32) {
        #expect(ZooKeeperError(libraryCode: code, read, wasSent: true).code == .connectionLoss)
    }

    @Test(arguments: [-12, -112] as [Int32])
    func endsOfTheSessionAreOneCode(_ code: Int32) {
        let error = ZooKeeperError(libraryCode: code, read, wasSent: true)
        #expect(error.code == .sessionExpired)
        #expect(error.sessionIsGone)
    }

    @Test func unknownCodeIsKept() {
        let error = ZooKeeperError(libraryCode: -4711, write, wasSent: true)
        #expect(error.code.rawValue == -4711)
        #expect(error.description.contains("-4711"))
        #expect(!error.mayHaveBeenApplied)
    }
}
