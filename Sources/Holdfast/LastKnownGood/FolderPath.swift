/// The arithmetic of paths that making a folder needs.
enum FolderPath {
    /// Without slashes at the end.
    static func normalized(_ path: String) -> String {
        var path = path[...]
        while path.count > 1, path.last == "/" { path = path.dropLast() }
        return String(path)
    }

    /// The folder that a folder stands in; nil where no path says.
    static func parent(of path: String) -> String? {
        guard path != "/", path != ".", path != "" else { return nil }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : normalized(String(path[..<slash]))
    }
}
