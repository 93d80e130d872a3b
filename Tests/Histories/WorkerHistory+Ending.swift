internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper

// The end of a history: all faults are over. What is held must find its way out, and what is changed then must be carried out in
// time.
extension WorkerHistory {
    /// How long it may take after the last fault until the list is read: an election or two, a client that gave its session up
    /// and waits for its turn to knock, a read that was to be tried again.
    static var regainBound: Duration { .seconds(30) }
    /// How long a change may take that is believed at once.
    static var promptBound: Duration { .seconds(2) }

    func bringInOrder() async throws {
        await seat.startAll()
        try await until("the worker is connected", within: Self.regainBound) {
            Set(worker.posture.reasons).isDisjoint(with: [
                .connecting, .disconnected, .sessionLost, .unread, .readFailed, .torn, .stale,
            ])
        }
        // Sessions that were given up in a fault are ended by the servers only now, and their entries with them.
        await listOperator.pause(15_000)
        // A snapshot that was restored may have brought back a list which only older versions read.
        if oracle.committed?.isSpread == true { await listOperator.clearData() }
        await listOperator.mend()
        switch plan.approvesAtTheEnd ? .approve : plan.isDeclared ? .declare : plan.ending {
        case .declare: await listOperator.declare()
        case .putBack: try await putBack()
        case .approve: try await approve()
        }
        try await sayWhatCannotBeKnown()
        let settled = Self.regainBound + oracle.rules.settle
        try await until("the worker follows the list", within: settled) { !worker.posture.isHolding }
        try await until("what runs is what is listed", within: settled) { oracle.isAsListed }
        // Not only in passing.
        await listOperator.pause(1000)
        try simulation.require(!worker.posture.isHolding, "the worker holds again: \(worker.posture.words)")
        oracle.expectListed("a second later")
        try await changeOnce()
    }

    /// What an operator does who knows no declarations: puts back everything that the worker holds, and what waits for a word is
    /// taken off and put on anew.
    private func putBack() async throws {
        await listOperator.putBack(
            Set(listOperator.ids).union(oracle.assigned).union(worker.posture.removals.map(\.thing)).sorted())
        try await until("the worker follows the list that is whole again", within: Self.regainBound + .seconds(10)) {
            !worker.posture.isHolding
        }
        // A reading that is made while an entry is taken off and put on anew may not tell this from another history: that entry
        // waits once more, and the operator comes back to it.
        for _ in 0..<5 {
            let waiting = Set(await listOperator.listed()).subtracting(oracle.assigned).sorted()
            for id in waiting {
                await listOperator.erase(id)
                await listOperator.put(id, Array("anew".utf8))
            }
            await listOperator.pause(1000)
        }
    }

    /// Approves what is held until nothing is; each approval is for one reading.
    private func approve() async throws {
        await listOperator.createList()
        for _ in 0..<20 {
            await listOperator.pause(3000)
            let posture = worker.posture
            guard posture.isHolding || posture.approvalToken != nil else { break }
            // One that came too late is given again for the reading that took its place.
            await seat.approve()
        }
    }

    /// One Thing is added and one removed. The brake looks back for a minute, so that they are a minute apart.
    private func changeOnce() async throws {
        await listOperator.add("last")
        try await sayWhatCannotBeKnown()
        try await until("what was added runs", within: Self.promptBound + oracle.rules.stall) { oracle.isAsListed }
        await listOperator.pause(61_000)
        if let gone = oracle.running.sorted().first(where: { $0 != "last" && mayGo($0) }) {
            await listOperator.remove(gone)
            try await sayWhatCannotBeKnown()
            try await until("what was removed is stopped", within: Self.promptBound + oracle.rules.stall) {
                oracle.isAsListed
            }
        }
        guard listOperator.isDeclared else { return }
        await listOperator.state { () throws(PublisherError) in try await listOperator.publisher.drain() }
        try await sayWhatCannotBeKnown()
        try await until("a drained list stops everything", within: Self.promptBound + oracle.rules.stall) {
            oracle.assigned.isEmpty
        }
    }

    /// A clock was ahead, and the history in which it was is lost: what is stated now has a smaller number than what the worker knows
    /// from there, as a statement from the past would have. Or zxids are used again that the lost history had used. Whoever is not believed
    /// approves.
    private func sayWhatCannotBeKnown() async throws {
        guard oracle.isOutnumbered || oracle.isBelowWhatWasLost else { return }
        try await approve()
    }

    /// Whether the going of a Thing can be believed: that of an ephemeral entry says nothing without a declaration.
    private func mayGo(_ id: ThingID) -> Bool {
        listOperator.isDeclared || oracle.committed?.children[ZNodeName(bytes: id.bytes)]?.ephemeralOwner == 0
    }

    private func until(
        _ words: String, within limit: Duration, _ condition: @escaping @Sendable () -> Bool
    ) async throws {
        try await simulation.until(words, within: limit, condition)
    }
}
