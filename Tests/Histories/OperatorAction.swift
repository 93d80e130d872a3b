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
        case .lend(let thing): "add \(thing) as an ephemeral"
        case .addOdd: "add an entry with an odd name"
        case .snapshot: "take a snapshot"
        case .stray(let thing): "delete \(thing) without a word"
        case .restate: "restate the whole list"
        case .approve: "approve what is held"
        }
    }
}
