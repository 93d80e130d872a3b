internal import HoldfastCore

/// What operators approved, and how often the worker says that it accepted an approval.
struct ApprovalLog {
    /// The tokens, and what was said to be held each time when one was looked at.
    private var given: [ApprovalToken: Set<ThingID>] = [:]
    private var accepted = 0

    mutating func gave(_ token: ApprovalToken, stopping ids: Set<ThingID>) {
        given[token, default: []].formUnion(ids)
    }

    /// The worker says that it accepted one: each is good for one time.
    mutating func wasAccepted() -> String? {
        accepted += 1
        return accepted > given.count ? "approvals were accepted that nobody gave: \(accepted) of \(given.count)" : nil
    }

    /// Another worker knows nothing of those that were accepted.
    mutating func beginAnew() {
        accepted = 0
    }

    /// What speaks against a stop on an approval: it must have been given, and for the reading that the proof names, which does not
    /// list the Thing.
    func fault(of token: ApprovalToken, stopping id: ThingID, at revision: Int64) -> String? {
        guard let held = given[token] else { return "nobody approved \(token)" }
        guard held.contains(id) else { return "\(token) was approved for a reading that has it" }
        let parts = token.rawValue.split(separator: "-")
        guard parts.count == 10, UInt64(parts[2], radix: 36) == UInt64(bitPattern: revision) else {
            return "\(token) is an approval of another reading"
        }
        return nil
    }
}
