/// A row of the table of belief (`docs/failure-model.md`), or a way out of a hold.
///
/// Each judgement names the rows that it rests on, so that a log can say why, and a simulation which of them it has reached. The
/// raw value is the name that the table gives the row.
public enum Row: String, Hashable, Sendable, CaseIterable {
    // The connection.
    case disconnected
    case unread

    // The reading.
    case failed
    case missing
    case torn
    case sharded = "list sharded"
    case entryUnread = "entry unread"
    case oddName = "odd name"

    // The history.
    case stale
    case rewound
    case differs
    case countsOtherwise = "counts otherwise"
    case recreated

    // The word.
    case declared
    case unfinished
    case notCovering = "not covering"
    case otherLineage = "other lineage"
    case behind
    case fromTheFuture = "from the future"
    case ofAnotherList = "of another list"
    case declarationLost = "declaration lost"
    case undeclared
    case settling
    case empty
    case braked
    case ephemeralGone = "ephemeral gone"
    case inTrouble = "in trouble"

    // The ways out.
    case declaredAnew = "declared anew"
    case wholeAgain = "whole again"
    case approved
    case released
    case tenureEnded = "tenure ended"
}
