/// Whose memory a state file is.
package struct StateOwner: Hashable, Sendable {
    /// The bytes of the list's path.
    package var list: [UInt8]
    /// The name of the worker.
    package var workerID: String

    package init(list: [UInt8], workerID: String) {
        self.list = list
        self.workerID = workerID
    }
}

extension StateOwner: CustomStringConvertible {
    package var description: String { "worker '\(workerID)' on '\(String(decoding: list, as: UTF8.self))'" }
}
