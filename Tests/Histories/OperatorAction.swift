/// What an operator does to a list. Things are named by number.
package enum OperatorAction: Codable, Hashable, Sendable {
    case add(Int)
    case remove(Int)
    /// Gives a Thing another payload.
    case change(Int)
    /// Gives a Thing a payload on which its closure fails.
    case spoil(Int)
    /// Adds and removes in one transaction.
    case swap(add: Int, remove: Int)
    /// Removes one after the other, with that pause in milliseconds.
    case removeEach([Int], pause: Int)
    /// Deletes all one by one, and the list node, and writes it all again, with these pauses in milliseconds.
    case rewrite(pause: Int, refill: Int)
    /// Deletes all in one transaction, and puts it back after that many milliseconds.
    case emptyOut(wait: Int)
    /// Puts back what is meant to be on the list and is not.
    case putBack
    /// Writes what is no declaration over the data of the list node, and takes it away again after that many milliseconds.
    case scribble(wait: Int)
    /// Spreads the list over shards as an older version did, while one Thing comes and one goes below the list node, and makes it plain
    /// again after that many milliseconds.
    case spread(add: Int, remove: Int, wait: Int)
    /// Adds a Thing that goes with the operator's session.
    case lend(Int)
    /// Adds an entry whose name is not UTF-8.
    case addOdd
    /// Keeps what the servers have, to be restored later.
    case snapshot
    /// Deletes a child of a declared list without a word.
    case stray(Int)
    /// Restates the whole list.
    case restate
    /// Approves what the worker holds.
    case approve
    /// Notes the token of what is held, to be approved later.
    case noteToken
    /// Approves by the token that was noted, whatever has happened since.
    case approveNoted
    /// Approves it through the data of the list node.
    case approveThere
    /// Stops a Thing by a local word.
    case rest(Int)
    /// Starts all Things that were stopped so.
    case resume
    /// Two publishers add and remove at the same time.
    case race(add: Int, remove: Int)
    /// States the list as a writer that knows nothing of this package, with a lineage of that many generations.
    case foreign(add: Int, lineage: Int)
    /// Swaps two in one transaction by a foreign writer, whose account of it is wrong.
    case misaccount(add: Int, remove: Int, Misaccount)
    /// Ends the worker, and begins another after that many milliseconds.
    case restart(Departure, pause: Int)
    /// Takes entries off and makes some of them anew under the same names.
    case remake(Remake)
    /// Adds a Thing whose payload means nothing to the worker.
    case addMeaningless(Int)
    /// Gives payloads that mean something to those Things whose payloads do not.
    case mend
    /// A publisher takes a Thing off, and somebody deletes the list and writes it anew between its look and its write.
    case rewriteUnder(remove: Int)

    package struct Remake: Codable, Hashable, Sendable {
        /// Those that are made anew.
        package var things: [Int]
        /// Those that are taken off for good with them.
        package var dropping: [Int]
        package var manner: Manner
        /// Whether their new payloads mean nothing to the worker.
        package var isMeaningless: Bool

        package enum Manner: String, Codable, Hashable, Sendable, CaseIterable {
            /// All in one transaction.
            case transaction
            /// One operation after the other.
            case singly
            /// One operation after the other, none of which waits for the answer to the one before.
            case atOnce
        }
    }

    /// What a writer gets wrong in its account of a swap.
    package enum Misaccount: String, Codable, Hashable, Sendable, CaseIterable {
        /// It names neither.
        case silent
        /// It says that another Thing was taken off.
        case wrongRemoval
        /// It says that another Thing was put on.
        case wrongAddition
    }

    /// How a worker goes.
    package enum Departure: String, Codable, Hashable, Sendable, CaseIterable {
        /// It is asked to end.
        case end
        /// Its process is killed.
        case kill
        /// The power of its machine fails.
        case losePower
    }
}

extension OperatorAction: CustomStringConvertible {
    package var description: String {
        switch self {
        case .add(let thing): "add \(thing)"
        case .remove(let thing): "remove \(thing)"
        case .change(let thing): "change the payload of \(thing)"
        case .spoil(let thing): "spoil the payload of \(thing)"
        case .swap(let add, let remove): "add \(add) and remove \(remove) in one transaction"
        case .removeEach(let things, let pause): "remove \(things) one by one, every \(pause) ms"
        case .rewrite(let pause, let refill):
            "delete the list one by one, every \(pause) ms, and write it again, every \(refill) ms"
        case .emptyOut(let wait): "empty the list in one transaction, and put it back after \(wait) ms"
        case .putBack: "put back what is missing"
        case .scribble(let wait): "write other data on the list node, and clear them after \(wait) ms"
        case .spread(let add, let remove, let wait):
            "spread the list over shards for \(wait) ms, and add \(add) and remove \(remove) meanwhile"
        case .lend(let thing): "add \(thing) as an ephemeral"
        case .addOdd: "add an entry with an odd name"
        case .snapshot: "take a snapshot"
        case .stray(let thing): "delete \(thing) without a word"
        case .restate: "restate the whole list"
        case .approve: "approve what is held"
        case .noteToken: "note the token of what is held"
        case .approveNoted: "approve by the token that was noted"
        case .approveThere: "approve what is held, through the data of the list"
        case .rest(let thing): "stop \(thing) by a local word"
        case .resume: "start what was stopped by a local word"
        case .race(let add, let remove): "add \(add) and remove \(remove), two publishers at once"
        case .foreign(let add, let lineage): "add \(add) by a foreign writer, with a lineage of \(lineage)"
        case .misaccount(let add, let remove, let error):
            "add \(add) and remove \(remove) by a foreign writer whose account is wrong (\(error))"
        case .remake(let remake):
            "take \(remake.things + remake.dropping) off and make \(remake.things) anew (\(remake.manner))"
                + (remake.isMeaningless ? " with payloads that mean nothing" : "")
        case .addMeaningless(let thing): "add \(thing) with a payload that means nothing"
        case .mend: "give payloads that mean something"
        case .rewriteUnder(let thing): "remove \(thing), and write the list anew by hand between the look and the write"
        case .restart(let departure, let pause): "restart the worker (\(departure)), which is away for \(pause) ms"
        }
    }
}
