internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper

// A Thing that was stopped on proof is started again on a new word alone: an entry that was made since, a full statement or an approval
// that has it, or a writer that says so. A list that comes back from the past is none, whatever it declares.
extension Oracle {
    /// A writer is about to put a Thing on the list, or to state one that has it.
    func means(_ id: ThingID) {
        tell { state, now in
            state.phantoms.meant(id, at: now)
            return nil
        }
    }

    func phantomFault(_ id: ThingID, _ fence: Int64, _ state: State) -> String? {
        guard let since = state.phantoms.goneSince(id, fence: fence) else { return nil }
        // What was decided is told when the closure has ended.
        let moment = since - rules.moment
        let name = ZNodeName(bytes: id.bytes)
        let branches = state.branches
        let wasMade = branches.creations(of: name, fence).contains { branches.revisions[$0].at >= moment }
        let wasStated = branches.revisions.contains { revision in
            guard revision.at >= moment, revision.cause == .write, let list = revision.list,
                list.children[name]?.czxid == fence, list.stat.mzxid == revision.zxid
            else { return false }
            return DeclaredWord(list.data).map { $0.whole == true && $0.covers(list) } ?? false
        }
        let wasApproved = state.phantoms.approvedRevisions(since: moment).contains { approved in
            branches.indices(pzxid: approved).contains { branches.revisions[$0].list?.children[name]?.czxid == fence }
        }
        guard !wasMade, !wasStated, !wasApproved else { return nil }
        return "a Thing was started that is known to have been taken off at \(since), and nobody has put it on since: "
            + "\(id), fence \(fence)"
    }
}
