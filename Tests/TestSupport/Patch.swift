/// A change of one place in one file of the package.
package struct Patch: Hashable, Sendable {
    /// The file, from the root of the package.
    package let file: String
    /// What stands there, in one place.
    package let original: String
    /// What is put in its place.
    package let replacement: String

    package init(file: String, original: String, replacement: String) {
        self.file = file
        self.original = original
        self.replacement = replacement
    }

    /// The file's text with the place changed; nil where the place is not found, or found more than once.
    package func applied(to source: String) -> String? {
        let parts = source.split(separator: original, omittingEmptySubsequences: false)
        return parts.count == 2 ? parts.joined(separator: replacement) : nil
    }
}
