internal import HoldfastCore
internal import HoldfastZooKeeper

/// One attempt to spread a list over another number of shards.
///
/// What is on the list is copied to places that no worker reads. Then other publishers are made to wait, the copy is completed, and
/// one transaction puts the new places in force: it sets the layout, declares every new place, withdraws the declaration of every old
/// one, and fails if any of them was written to since it was read.
struct Resharding {
    let publisher: AssignmentPublisher
    private var sources: [Source] = []
    private var targets: [Target] = []

    /// A place whose Things are copied, as it was read.
    private struct Source {
        var publisher: PlacePublisher
        var stat: NodeStat
        var declaration: Declaration
        var things: [ThingID: [UInt8]]
    }

    /// A place that they are copied to, as it was written.
    private struct Target {
        var publisher: PlacePublisher
        /// Nil where no node stands there yet.
        var found: ListSnapshot?
        var things: [ThingID: [UInt8]]
    }

    init(_ publisher: AssignmentPublisher) {
        self.publisher = publisher
    }

    private var list: ZNodePath { publisher.list }
    private var zooKeeper: any ZooKeeper { publisher.zooKeeper }

    mutating func run(to shards: Int) async throws(PublisherError) -> PublishedStatement {
        var found = try await publisher.standing()
        try found.requireWritable(list)
        let layout = found.data.word?.layout
        let present = layout?.shards ?? 0
        guard present != shards else {
            if found.data.word?.moving != nil { try await giveUp(found) }
            try await ShardRemains(publisher).clear(keeping: present)
            return try await asItStands(layout)
        }
        if shards > 0 { try await makeFolder() }
        try await readTargets(Layout.places(of: shards))
        // Most of the work is done while others go on publishing.
        try await readSources(Layout.places(of: present))
        try await copy(to: shards, word: found.data.word)
        found = try await publisher.standing()
        guard found.data.word?.layout?.generation == layout?.generation else { throw overtaken() }
        let moving = try await announce(shards, on: found)
        try await readSources(Layout.places(of: present))
        try await copy(to: shards, word: moving.data.word)
        let result = try await putInForce(shards, after: layout)
        try await ShardRemains(publisher).clear(keeping: shards)
        return result
    }

    /// Makes the node below which shards stand.
    func makeFolder() async throws(PublisherError) {
        let folder = Place.folder(of: list)
        do throws(ZooKeeperError) {
            _ = try await zooKeeper.multi([.create(folder, data: nil, mode: .persistent)])
        } catch {
            guard error.code != .nodeExists else { return }
            throw PublisherError(
                .zooKeeper, "the node of the shards \(folder) could not be created: \(error)", cause: error)
        }
    }

    /// Takes back the announcement of a change that nobody carries out any more.
    func giveUp(_ found: ListSnapshot) async throws(PublisherError) {
        try await state(found) { $0.moving = nil }
    }

    private func overtaken() -> PublisherError {
        PublisherError(
            .conflict, "another publisher has laid out the list \(list) meanwhile; look at it, and state again")
    }

    private func asItStands(_ layout: Layout?) async throws(PublisherError) -> PublishedStatement {
        var result = PublishedStatement(generation: layout?.generation ?? 0, count: 0)
        for place in layout?.places ?? [.list] {
            let path = place.path(of: list)
            guard let found = try await ListSnapshot.read(path, from: zooKeeper) else { continue }
            result.count += found.names.count
            result.generation = max(result.generation, found.data.declaration?.generation ?? 0)
        }
        return result
    }
}

// The copy.
extension Resharding {
    /// Reads the places in force; one that has not changed since is not read again.
    private mutating func readSources(_ places: [Place]) async throws(PublisherError) {
        var sources: [Source] = []
        for (index, place) in places.enumerated() {
            let publisher = publisher.publisher(of: place)
            let found = try publisher.standing(try await ListSnapshot.read(publisher.list, from: zooKeeper))
            let declaration = try found.requireAsDeclared(publisher.list)
            var things = self.sources.isEmpty ? nil : self.sources[index].things
            if things == nil || !self.sources[index].stat.isOfSameChildren(as: found.stat) {
                things = try await publisher.payloads.payloads(of: found.names, lasting: true)
            }
            sources.append(
                Source(publisher: publisher, stat: found.stat, declaration: declaration, things: things ?? [:]))
        }
        self.sources = sources
    }

    private mutating func readTargets(_ places: [Place]) async throws(PublisherError) {
        for place in places {
            let publisher = publisher.publisher(of: place)
            let found = try await ListSnapshot.read(publisher.list, from: zooKeeper)
            try found?.requireWritable(publisher.list)
            let things = try await publisher.payloads.payloads(of: found?.names ?? [])
            targets.append(Target(publisher: publisher, found: found, things: things))
        }
    }

    /// Makes each target hold exactly what is to be in it.
    ///
    /// - Parameter word: what stands in the data of the list node, which is a target itself where the list becomes plain again.
    private mutating func copy(to shards: Int, word: ListWord?) async throws(PublisherError) {
        let layout = Layout(generation: 1, shards: shards)
        var wanted = targets.map { _ in [ThingID: [UInt8]]() }
        for source in sources {
            for (id, payload) in source.things { wanted[layout.index(of: id)][id] = payload }
        }
        for index in targets.indices {
            let things = targets[index].things
            let change = ListChange(
                creations: ListChange.items(wanted[index].filter { things[$0.key] == nil }),
                updates: ListChange.items(wanted[index].filter { things[$0.key] != nil && things[$0.key] != $0.value }),
                deletions: things.keys.filter { wanted[index][$0] == nil }.sorted()
            )
            if shards == 0 {
                // It says how the list is spread, until the copy is in force.
                try await refresh(index, word)
            }
            if change.isEmpty, let stat = targets[index].found?.stat, stat.version > 0 || shards == 0 { continue }
            try await write(change, to: index, keeping: shards == 0 ? targets[index].found?.data.word : nil)
            targets[index].things = wanted[index]
        }
    }

    /// The data of the list node change by what is said there of the change itself.
    private mutating func refresh(_ index: Int, _ word: ListWord?) async throws(PublisherError) {
        guard let found = try await ListSnapshot.read(list, from: zooKeeper) else { throw overtaken() }
        guard found.names == Set(targets[index].things.keys), found.data.word?.layout == word?.layout else {
            throw overtaken()
        }
        targets[index].found = found
    }

    /// Writes without a declaration: a place that is not in force says nothing.
    private mutating func write(
        _ change: ListChange, to index: Int, keeping word: ListWord?
    ) async throws(PublisherError) {
        let target = targets[index]
        var steps = try target.publisher.plan(change, on: target.found).steps
        for step in steps.indices {
            let mark = steps[step].word.statement
            steps[step].word = word ?? ListWord()
            steps[step].word.statement = mark
        }
        let stat = try await target.publisher.writer.carryOut(steps, on: target.found?.stat)
        var found = target.found ?? ListSnapshot(names: [], stat: NodeStat(), data: .empty)
        found.stat = stat ?? found.stat
        found.data = .own(steps.last?.word ?? ListWord())
        for item in change.creations { found.names.insert(item.id) }
        found.names.subtract(change.deletions)
        targets[index].found = found
    }
}

// The change.
extension Resharding {
    /// Tells other publishers to wait.
    private func announce(_ shards: Int, on found: ListSnapshot) async throws(PublisherError) -> ListSnapshot {
        try await state(found) { $0.moving = shards }
        let announced = try await publisher.standing()
        guard announced.data.word?.moving == shards else { throw overtaken() }
        return announced
    }

    /// Writes the data of the list node anew. Those of a plain list declare it, and to write a declaration once more would make it
    /// vouch for what nobody declared: it is continued, as by any statement.
    private func state(
        _ found: ListSnapshot, _ change: (inout ListWord) -> Void
    ) async throws(PublisherError) {
        let publisher = publisher.publisher(of: .list)
        var step = StatementPlan.Step()
        step.word = found.data.word ?? ListWord()
        if let declaration = found.data.declaration {
            let isAsDeclared = found.difference(from: declaration) == nil && !declaration.hasMore
            step = try publisher.plan(ListChange(), continuing: isAsDeclared ? declaration : nil, on: found).steps[0]
        }
        step.word.statement = publisher.newMark()
        step.word.moving = nil
        change(&step.word)
        try await publisher.writer.carryOut([step], on: found.stat)
    }

    /// The one transaction.
    private func putInForce(_ shards: Int, after layout: Layout?) async throws(PublisherError) -> PublishedStatement {
        guard let found = try await ListSnapshot.read(list, from: zooKeeper), found.data.word?.moving == shards,
            found.data.word?.layout == layout
        else { throw overtaken() }
        let newest = (sources.map(\.declaration.generation) + [layout?.generation ?? 0]).max() ?? 0
        let generation = max(newest + 2, publisher.wallClock())
        let birth = generation - 1
        guard Declaration.generations.contains(generation) else {
            throw PublisherError(
                .foreignData,
                "the generation of \(list) cannot grow any more: whoever wrote it did not take it from a clock; replace the list"
            )
        }
        var step = StatementPlan.Step()
        step.word = ListWord(
            statement: publisher.publisher(of: .list).newMark(),
            layout: Layout(
                generation: generation, shards: shards, birth: birth,
                was: sources.map { Array($0.declaration.descent.prefix(Self.lineageKept(sources.count, shards))) }))
        step.word.others = found.data.word?.others ?? []
        for source in sources where source.publisher.list != list {
            var retired = ListWord()
            retired.retired = generation
            step.operations.append(
                .setData(source.publisher.list, data: retired.bytes, version: source.stat.version))
        }
        var count = 0
        for target in targets {
            let declaration = Declaration(generation: generation, count: target.things.count, lineage: [birth])
            count += target.things.count
            if target.publisher.list == list {
                step.word.declaration = declaration
            } else {
                let declared = ListWord(declaration: declaration, statement: step.word.statement)
                step.operations.append(
                    .setData(target.publisher.list, data: declared.bytes, version: target.found?.stat.version))
            }
        }
        try requireUnchanged(found)
        try await publisher.publisher(of: .list).writer.carryOut([step], on: found.stat)
        return PublishedStatement(generation: generation, count: count, transactions: 1)
    }

    /// The list node itself may be one of the places: its children have no version that the transaction could check.
    private func requireUnchanged(_ found: ListSnapshot) throws(PublisherError) {
        for source in sources where source.publisher.list == list {
            guard source.stat.isOfSameChildren(as: found.stat) else { throw overtaken() }
        }
        for target in targets where target.publisher.list == list {
            guard Set(target.things.keys) == found.names else { throw overtaken() }
        }
    }

    /// How much of the lineage of each old place fits into the data of the list node, which a plain list writes with each statement.
    private static func lineageKept(_ places: Int, _ shards: Int) -> Int {
        max(1, min(Declaration.lineageLimit + 1, (shards == 0 ? 8 : 64) * 1024 / (14 * places)))
    }
}

extension NodeStat {
    /// Whether what stands below the node, and is declared of it, is the same.
    fileprivate func isOfSameChildren(as other: NodeStat) -> Bool {
        czxid == other.czxid && ctime == other.ctime && version == other.version && cversion == other.cversion
    }
}
