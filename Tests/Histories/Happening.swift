/// What a history is drawn to hold besides the rows of the table of belief: a run of many says of each how often it came about.
package enum Happening: String, CaseIterable, Hashable, Sendable {
    // An honest writer makes entries anew.
    case remadeInTransaction = "made anew in one transaction"
    case remadeSingly = "made anew one by one"
    case remadeAtOnce = "made anew without waiting"
    case remadeDeclared = "made anew, declared"
    case remadeByStatements = "made anew by statements"
    case madeMeaningless = "payload means nothing"
    case mended = "payload mended"

    // Publishers whose clocks are wrong.
    case clockAhead = "clock ahead"
    case clockAtTheEnd = "clock at the end"
    case clockSetBack = "clock set back"
    case twoClocks = "two clocks"

    // Several backups in one history.
    case olderRestored = "older backup restored"
    case youngerRestored = "younger backup restored"
    case restoredTwice = "backup restored twice"
    case writtenBetween = "written between two"
    case approvedBetween = "approved between two"
    case approvedLate = "approved late"

    // Another ensemble at the address.
    case misled = "misled"
    case misledAndTold = "misled, list stated"
    case ledBack = "led back"

    // Restarts.
    case restartedInHold = "restarted in a hold"
    case powerLostInHold = "power lost in a hold"
    case restartedMisled = "restarted while misled"

    /// The list is deleted by hand and written anew between a publisher's look and its write.
    case rewrittenUnder = "list anew under a write"
}
