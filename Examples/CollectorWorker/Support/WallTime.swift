import Foundation

/// A time of day and date, in whole milliseconds since 1970.
struct WallTime: Hashable, Sendable {
    var milliseconds: Int64

    static var now: WallTime {
        WallTime(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// Seconds since 1970 with three decimals, as a JSON number.
    var text: String {
        let decimals = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - decimals.count) + decimals
    }
}
