internal import Holdfast
internal import HoldfastCore
internal import HoldfastTesting
internal import HoldfastZooKeeper

extension ListOperator {
    /// Carries out an action, however long it takes.
    func carryOut(_ action: OperatorAction) async {
        simulation.note("operator: \(action)")
        switch action {
        case .add(let number): await add(Self.thing(number))
        case .remove(let number): await remove(Self.thing(number))
        case .change(let number): await change(Self.thing(number), Array("changed \(simulation.steps)".utf8))
        case .spoil(let number): await change(Self.thing(number), Self.spoiled)
        case .swap(let added, let removed): await swap(Self.thing(added), Self.thing(removed))
        case .removeEach(let numbers, let pause):
            for number in numbers {
                await remove(Self.thing(number))
                await self.pause(pause)
            }
        case .rewrite(let pause, let refill): await rewrite(pause, refill)
        case .emptyOut(let wait): await emptyOut(wait)
        case .putBack: await putBack(ids)
        case .scribble(let wait): await scribble(wait)
        case .spread(let added, let removed, let wait): await spread(Self.thing(added), Self.thing(removed), wait)
        case .lend(let number): await put(Self.thing(number), [], mode: .ephemeral)
        case .addOdd: await add(ThingID(bytes: [0xff, 0xfe, 0x41]))
        case .snapshot: takeSnapshot()
        case .stray(let number): await erase(Self.thing(number))
        case .restate: if isDeclared { await restate() } else { await putBack(ids) }
        case .approve: await seat.approve()
        case .noteToken: seat.noteToken()
        case .approveNoted: await seat.approveNoted()
        case .approveThere: await approveThere()
        case .rest(let number): await seat.stop(Self.thing(number))
        case .resume: await seat.startAll()
        case .race(let added, let removed): await race(Self.thing(added), Self.thing(removed))
        case .foreign(let number, let lineage): await stateAsForeigner(Self.thing(number), lineage)
        case .misaccount(let added, let removed, let error):
            await misaccount(Self.thing(added), Self.thing(removed), error)
        case .restart(let departure, let pause): await seat.restart(departure, pause: pause)
        case .remake(let remake): await self.remake(remake)
        case .addMeaningless(let number): await add(Self.thing(number), newMeaninglessPayload())
        case .mend: await mend()
        case .rewriteUnder(let number): await rewriteUnder(removing: Self.thing(number))
        }
        simulation.note("operator: done")
    }

    /// Writes the list for the first time.
    func begin(with things: Int) async {
        for number in 1...things { mean(Self.thing(number), Array("t\(number)".utf8)) }
        if isDeclared { await restate() } else { await putBack(ids) }
    }

    func add(_ id: ThingID) async {
        await add(id, Array("added \(simulation.steps)".utf8))
    }

    private func add(_ id: ThingID, _ payload: [UInt8]) async {
        mean(id, payload)
        guard isDeclared else {
            await put(id, payload)
            return
        }
        await state { () throws(PublisherError) in try await publisher.add([id: payload]) }
    }

    func remove(_ id: ThingID) async {
        mean(id, nil)
        guard isDeclared else {
            await erase(id)
            return
        }
        await state { () throws(PublisherError) in try await publisher.remove([id]) }
    }

    func change(_ id: ThingID, _ payload: [UInt8]) async {
        guard meaning[id] != nil else { return }
        mean(id, payload)
        guard isDeclared else {
            await insist { () throws(ZooKeeperError) in
                try await client.setData(payload, at: Self.path(id), version: nil)
            }
            return
        }
        await state { () throws(PublisherError) in try await publisher.update([id: payload]) }
    }

    private func swap(_ added: ThingID, _ removed: ThingID) async {
        guard added != removed else { return }
        let payload = Array("swapped \(simulation.steps)".utf8)
        mean(added, payload)
        mean(removed, nil)
        guard !isDeclared else {
            await restate()
            return
        }
        await transact([
            .create(Self.path(added), data: payload, mode: .persistent), .delete(Self.path(removed), version: nil),
        ])
    }

    /// Deletes the list as `deleteall` does, and writes it again.
    private func rewrite(_ pause: Int, _ refill: Int) async {
        for id in await listed() {
            await erase(id)
            await self.pause(pause)
        }
        await insist { () throws(ZooKeeperError) in try await client.delete(Self.list, version: nil) }
        await self.pause(pause)
        if isDeclared { await restate() } else { await putBack(ids, pause: refill) }
    }

    private func emptyOut(_ wait: Int) async {
        await transact(await listed().map { .delete(Self.path($0), version: nil) })
        await pause(wait)
        if isDeclared { await restate() } else { await putBack(ids) }
    }

    private func scribble(_ wait: Int) async {
        await insist { () throws(ZooKeeperError) in
            try await client.setData(Array("not a declaration".utf8), at: Self.list, version: nil)
        }
        await pause(wait)
        await clearData()
        if isDeclared { await restate() }
    }

    /// What an older version writes when it spreads a list over shards. What happens below the list node then concerns no worker.
    private func spread(_ added: ThingID, _ removed: ThingID, _ wait: Int) async {
        let payload = Array("added \(simulation.steps)".utf8)
        mean(added, payload)
        mean(removed, nil)
        await transact([
            .setData(Self.list, data: ListObservation.List.spread, version: nil),
            .create(Self.path(added), data: payload, mode: .persistent), .delete(Self.path(removed), version: nil),
        ])
        await pause(wait)
        if isDeclared { await restate() } else { await clearData() }
    }

    private func approveThere() async {
        guard let token = seat.tokenToApprove() else { return }
        do throws(PublisherError) {
            try await publisher.approve(token)
        } catch {
            simulation.note("operator: \(error)")
        }
    }

    private func race(_ added: ThingID, _ removed: ThingID) async {
        guard let rival, isDeclared, added != removed else { return }
        let payload = Array("raced \(simulation.steps)".utf8)
        mean(added, payload)
        mean(removed, nil)
        async let adding: Void = state { () throws(PublisherError) in try await publisher.add([added: payload]) }
        async let removing: Void = state { () throws(PublisherError) in try await rival.remove([removed]) }
        _ = await (adding, removing)
    }

    /// Whoever knows the format writes it, in one transaction that checks the version.
    private func stateAsForeigner(_ id: ThingID, _ lineage: Int) async {
        guard isDeclared, meaning[id] == nil else { return }
        let payload = Array("foreign".utf8)
        let found = await insist { () throws(ZooKeeperError) in try await client.data(at: Self.list) }
        guard case .success(let data) = found, let word = DeclaredWord(data.bytes) else { return }
        mean(id, payload)
        let past = ([word.generation] + (word.lineage ?? [])).prefix(lineage).map(String.init).joined(separator: ",")
        // Never a number that another history has seen: the clock goes on where the servers are restored.
        let generation = max(word.generation + 1, Self.wallClock(simulation))
        let text =
            "{\"holdfast\":1,\"generation\":\(generation),\"count\":\(word.count + 1),\"lineage\":[\(past)]\(DeclaredWord.nameField)}"
        let result = await insist { () throws(ZooKeeperError) in
            try await client.multi([
                .check(Self.list, version: data.stat.version),
                .create(Self.path(id), data: payload, mode: .persistent),
                .setData(Self.list, data: Array(text.utf8), version: data.stat.version),
            ])
        }
        if case .failure = result { await restate() }
    }

    /// The writer errs in nothing but its account: whoever lists the names finds them as declared.
    private func misaccount(_ added: ThingID, _ removed: ThingID, _ error: OperatorAction.Misaccount) async {
        guard isDeclared, meaning[added] == nil, meaning[removed] != nil else { return }
        // So that there is an account to go on from, and the worker has gone on to it.
        await change(removed, Array("accounted \(simulation.steps)".utf8))
        await pause(5000)
        let found = await insist { () throws(ZooKeeperError) in try await client.data(at: Self.list) }
        guard case .success(let data) = found, let word = DeclaredWord(data.bytes), word.more != true else { return }
        let payload = Array("misaccounted".utf8)
        mean(added, payload)
        mean(removed, nil)
        let other = ids.first { $0 != added } ?? "nobody"
        let step: [String] =
            switch error {
            case .silent: []
            case .wrongRemoval: ["+\(added)", "-\(other)"]
            case .wrongAddition: ["+nobody", "-\(removed)"]
            }
        let past = ([word.generation] + (word.lineage ?? [])).prefix(64).map(String.init).joined(separator: ",")
        let generation = max(word.generation + 1, Self.wallClock(simulation))
        let text =
            "{\"holdfast\":1,\"generation\":\(generation),\"count\":\(word.count),\"lineage\":[\(past)]\(DeclaredWord.nameField),"
            + "\"changes\":{\"generation\":\(generation),\"steps\":[\(step)]}}"
        let result = await insist { () throws(ZooKeeperError) in
            try await client.multi([
                .check(Self.list, version: data.stat.version),
                .create(Self.path(added), data: payload, mode: .persistent),
                .delete(Self.path(removed), version: nil),
                .setData(Self.list, data: Array(text.utf8), version: data.stat.version),
            ])
        }
        if case .failure = result { await restate() }
    }

    private func transact(_ operations: [TransactionOperation]) async {
        await insist { () throws(ZooKeeperError) in try await client.multi(operations) }
    }
}
