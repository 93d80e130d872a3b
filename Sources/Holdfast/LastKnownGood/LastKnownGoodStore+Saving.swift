internal import HoldfastCore

// Writing the next generation, in the place of the older of the two.
extension LastKnownGoodStore {
    private var newPath: String { folder + "/last-known-good.new" }

    func write(
        _ value: LastKnownGood, provedAt: Int64?, _ state: inout State
    ) throws(LastKnownGoodError) -> UInt64 {
        do throws(FileError) {
            try prepare(&state)
        } catch {
            throw unprepared(error)
        }
        var position = try position(&state)
        let next = Position(generation: position.generation &+ 1, slot: 1 - position.slot)
        let file = StateFile(owner: owner, generation: next.generation, provedAt: provedAt, value: value)
        guard let bytes = file.encoded() else {
            throw LastKnownGoodError(
                .unwritable, "what is assigned takes more than \(StateFile.longest >> 20) MiB, and is not kept")
        }
        do throws(FileError) {
            if position.damaged.contains(next.slot) {
                _ = try moveAside(next.slot)
                position.damaged.remove(next.slot)
                state.position = position
            }
            try replace(next.slot, by: bytes)
        } catch {
            // Half a file only takes up space, which a full disk lacks.
            try? fileSystem.remove(newPath)
            // The folder was taken away: it is made, locked and looked through anew.
            if error.code == SystemCode.missing { state = State() }
            throw LastKnownGoodError(.unwritable, "the last known good is not kept: \(error)")
        }
        state.position = Position(generation: next.generation, slot: next.slot, damaged: position.damaged)
        return next.generation
    }

    /// The order is what makes it safe: the bytes are durable before a name leads to them, and the name before the save is told.
    private func replace(_ slot: Int, by bytes: [UInt8]) throws(FileError) {
        let file = try fileSystem.create(newPath)
        var rest = bytes[...]
        while !rest.isEmpty { rest = rest.dropFirst(try file.write(rest)) }
        try file.sync()
        try fileSystem.rename(newPath, to: path(ofSlot: slot))
        try fileSystem.syncFolder(folder)
    }

    /// Where nobody has looked, the save looks. What it finds damaged is told in its place; the next one goes on.
    private func position(_ state: inout State) throws(LastKnownGoodError) -> Position {
        if state.position == nil, let alarm = try look(&state)?.alarm { throw LastKnownGoodError(.damaged, alarm) }
        guard let position = state.position else {
            preconditionFailure("'\(folder)' was looked through without finding where to write")
        }
        return position
    }
}
