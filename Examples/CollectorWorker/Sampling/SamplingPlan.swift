import Foundation

/// What the payload of a Thing asks for.
struct SamplingPlan: Hashable, Sendable {
    /// Where the samples come from.
    var source: Source
    /// The time between two samples of a file; a server sends at its own pace, and is expected to keep about this one.
    var interval: Duration

    /// The intervals that make sense: no Thing shall keep a core busy, none shall sleep for more than a day.
    static let intervals = 10...86_400_000

    init(source: Source, interval: Duration) {
        self.source = source
        self.interval = interval
    }

    /// A plan from a payload: `{"source":"file:/proc/loadavg","interval_ms":1000}`; without `interval_ms` it is a second.
    init(payload: [UInt8]) throws(PayloadError) {
        let wish = try Self.wish(in: payload)
        guard let milliseconds = Int(exactly: wish.interval_ms ?? 1000) else {
            throw PayloadError("its \"interval_ms\" is no whole number")
        }
        guard Self.intervals.contains(milliseconds) else {
            throw PayloadError(
                "interval_ms is \(milliseconds), not from \(Self.intervals.lowerBound) to \(Self.intervals.upperBound)")
        }
        source = try Source(wish.source)
        interval = .milliseconds(milliseconds)
    }

    private static func wish(in payload: [UInt8]) throws(PayloadError) -> Wish {
        guard !payload.isEmpty else { throw PayloadError("it is empty") }
        do {
            return try JSONDecoder().decode(Wish.self, from: Data(payload))
        } catch DecodingError.keyNotFound(let key, _) {
            throw PayloadError("it has no \"\(key.stringValue)\"")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            guard let key = context.codingPath.last?.stringValue else {
                throw PayloadError("it is JSON, but no object")
            }
            throw PayloadError("its \"\(key)\" is \(key == "source" ? "no text" : "no whole number")")
        } catch {
            throw PayloadError("it is not JSON: '\(String(decoding: payload.prefix(60), as: UTF8.self))'")
        }
    }

    /// The payload as it is written.
    private struct Wish: Decodable {
        var source: String
        var interval_ms: Double?
    }
}
