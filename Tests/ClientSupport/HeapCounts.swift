internal import Foundation

/// What the system's memory allocator holds, by its own count (`malloc_info`).
///
/// Resident memory is more than what is in use: what was freed stays with the arena that it came from, and threads that
/// come at the same time have arenas of their own.
package struct HeapCounts {
    /// In KiB. What threads keep for their next request counts as used.
    package var inUse: Int
    package var arenas: Int

    /// The present counts; nil where the allocator does not tell.
    package static func now() -> HeapCounts? {
        guard let report = report() else { return nil }
        // Each arena has its sums; those over all of them come last.
        let parts = report.components(separatedBy: "</heap>")
        guard let sums = parts.last else { return nil }
        func bytes(_ element: String) -> Int {
            guard let start = sums.range(of: "<\(element) ")?.upperBound else { return 0 }
            let attributes = sums[start...].prefix { $0 != "/" }
            guard let size = attributes.range(of: "size=\"")?.upperBound else { return 0 }
            return Int(attributes[size...].prefix { $0.isNumber }) ?? 0
        }
        let taken = bytes("system type=\"current\"") + bytes("total type=\"mmap\"")
        let free = bytes("total type=\"fast\"") + bytes("total type=\"rest\"")
        return HeapCounts(inUse: (taken - free) / 1024, arenas: parts.count - 1)
    }

    private static func report() -> String? {
        guard let tell else { return nil }
        var text: UnsafeMutablePointer<CChar>?
        var size = 0
        guard let stream = open_memstream(&text, &size) else { return nil }
        let code = tell(0, stream)
        fclose(stream)
        defer { free(text) }
        return code == 0 ? text.map { String(cString: $0) } : nil
    }
}

/// `malloc_info` of the system's memory, where it has one.
private let tell: (@convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32)? = dlsym(nil, "malloc_info").map {
    unsafeBitCast($0, to: (@convention(c) (Int32, UnsafeMutablePointer<FILE>) -> Int32).self)
}
