/// What is to happen in one history: drawn from a seed, printed when it shows a fault, and made simpler until every part of it is
/// needed.
///
/// ``FaultPlan`` is one; a plan of your own may hold one beside what else your tests vary.
public protocol SimulationPlan: Codable, Sendable, CustomStringConvertible {
    /// Plans that are simpler than this one, the simplest first; empty when there is none.
    ///
    /// Each must be simpler by some measure that ends, for instance fewer parts, or smaller numbers.
    var simplerPlans: [Self] { get }
}

extension SimulationPlan {
    /// Arrays without one part of this one: without all first, then without halves, quarters, down to single elements. For
    /// ``simplerPlans``.
    public static func shorter<Element>(_ array: [Element]) -> [[Element]] {
        var shorter: [[Element]] = []
        var length = array.count
        while length > 0 {
            for start in stride(from: 0, to: array.count, by: length) {
                shorter.append(Array(array[..<start] + array[min(start + length, array.count)...]))
            }
            length /= 2
        }
        return shorter
    }
}
