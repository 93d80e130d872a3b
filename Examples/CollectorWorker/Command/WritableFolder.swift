import ArgumentParser
import Foundation

/// A folder that was named as an argument.
enum WritableFolder {
    /// Makes the folder where it does not stand, and checks that files can be made in it.
    ///
    /// - Parameter toleratesReadOnly: whether a folder that stands on a disk which has become read-only is taken all the same:
    ///   what it holds can be read.
    /// - Throws: a `ValidationError` that names the option, the folder and the reason.
    static func made(at path: String, for option: String, toleratesReadOnly: Bool = false) throws -> String {
        do {
            guard !path.isEmpty else { throw CocoaError(.fileNoSuchFile) }
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw ValidationError(
                "\(option) '\(path)' cannot be made a folder; right is a folder that can be written to")
        }
        guard access(path, W_OK | X_OK) == 0 || (toleratesReadOnly && errno == EROFS) else {
            throw ValidationError(
                "\(option) '\(path)' cannot be written to (\(String(cString: strerror(errno)))); right is a folder that can be"
            )
        }
        return path
    }
}
