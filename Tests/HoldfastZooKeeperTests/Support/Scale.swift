import Foundation

/// How much a test does: a little in `make test`, all of it in `make soak`.
enum Scale {
    static let isSoak = ProcessInfo.processInfo.environment["HOLDFAST_SOAK"] != nil

    static func of(_ short: Int, soak: Int) -> Int { isSoak ? soak : short }
}
