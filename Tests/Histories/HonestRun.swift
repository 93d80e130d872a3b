internal import HoldfastCore

/// Changes of a list, each soon after the one before, of which the first found a worker that followed the list and ran what it lists.
struct HonestRun {
    /// When the first of them was made.
    var began: Duration
    /// The revision that it made.
    var first: Int
    /// The worker that followed, by its number.
    var life: Int
    /// The Things that were assigned then.
    var assigned: Set<ThingID>
    /// Those of them of which it is certain that the brake counts them as assigned a minute before.
    var settled: Set<ThingID>
    /// The Things that went within the minute before without a word.
    var gone: Set<ThingID>
}
