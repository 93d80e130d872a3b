/// One line of the C library, in its parts: `2026-11-21 03:40:13,123:17(0x7f):ZOO_INFO@check_events@2992: initiated
/// ...`
struct LibraryLine: Hashable, Sendable {
    /// Whether it reports trouble (the library's WARN and ERROR), most of which is the connection's daily life.
    var isTrouble: Bool
    var text: String

    init(_ line: String) {
        isTrouble = line.contains(":ZOO_WARN@") || line.contains(":ZOO_ERROR@")
        guard let level = line.range(of: ":ZOO_"),
            let colon = line.range(of: ": ", in: level.upperBound..<line.endIndex)
        else {
            text = line
            return
        }
        text = String(line[colon.upperBound...])
    }
}

extension String {
    /// The first place of the pattern: Foundation is not linked for this alone.
    fileprivate func range(of pattern: String, in bounds: Range<Index>? = nil) -> Range<Index>? {
        self[bounds ?? startIndex..<endIndex].firstRange(of: pattern)
    }
}
