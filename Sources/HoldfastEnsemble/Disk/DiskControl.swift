import Foundation

/// The file in which a server's ``DiskShim`` reads what to do.
struct DiskControl: Sendable {
    let url: URL

    /// Makes the file, for a disk that is well.
    func create() throws {
        try Data(DiskShim.Control().bytes).write(to: self.url)
    }

    /// Writes in place: the server has the file mapped.
    func write(_ control: DiskShim.Control) throws {
        let file = try FileHandle(forWritingTo: self.url)
        defer { try? file.close() }
        try file.write(contentsOf: Data(control.bytes))
    }
}
