import HoldfastCore

/// Servers, writers, an operator and a worker's core; and what is true of them, which the core is held against.
struct World {
    static let names: [ThingID] = ["a", "b", "c", "d", "e", "f", "g", "h"]

    var bench: Bench
    var servers: Servers
    var counter = 0
    var backup: Servers
    var otherBackup: Servers
    /// Another ensemble, at which the worker ends up.
    var stranger: Servers?
    /// The nodes that were read last.
    var shownNodes: [ThingID: EntryNode] = [:]
    /// What a server that lags may still show.
    var past: [Servers] = []
    var session: Int64 = 1
    var isConnected = true
    var truth: Truth
    var violation: String?
    /// The core wants the server to catch up with the leader, as it was told to do before.
    var wantsSync = false
    var stops = 0
    var starts = 0

    init(things: Int, isNamed: Bool = false, settings: Settings = Settings()) {
        var list = ModelList(Array(Self.names.prefix(things)))
        if isNamed { list.name = "ours" }
        servers = Servers(list, counter: &counter)
        (backup, otherBackup) = (servers, servers)
        bench = Bench(settings)
        truth = Truth(settings)
        connect()
        read()
    }

    private var now: Moment { bench.now }

    mutating func happen(_ fact: Fact) {
        guard violation == nil else { return }
        bench.pass(.milliseconds(1))
        past = past.suffix(3) + [servers]
        switch fact.kind {
        case .declareAdd, .declareRemove, .declareMore, .replace, .drain, .adopt, .declareUpdate, .confirm,
            .stateFarAhead:
            declare(fact)
        case .clockAhead: servers.list.clockError = 3_600_000
        case .clockBack: servers.list.clockError = -3_600_000
        case .add, .remove, .removeMost, .empty, .swap, .set, .addEphemeral, .endEphemerals, .scribble, .remake,
            .remakeAndRemove:
            write(fact)
        case .backUp, .restore, .restoreAndLift, .backUpOther, .restoreOther, .wipe, .recreatePart, .deleteList,
            .returnList, .meetStranger, .leaveStranger:
            strike(fact)
        case .read, .readUnread, .readOlder, .readLagging, .failRead, .tearRead, .audit, .reachDeadline: learn(fact)
        case .disconnect, .reconnect, .newSession, .waitShortly, .settle, .waitLong: passTime(fact)
        case .approve, .approveInData, .approveOld, .stopOne, .resumeOne, .restart, .failOften: meddle(fact)
        }
    }

    private func pick(_ fact: Fact, where isRight: (ThingID) -> Bool) -> ThingID? {
        let candidates = Self.names.filter(isRight)
        return candidates.isEmpty ? nil : candidates[fact.salt % candidates.count]
    }

    private func pickListed(_ fact: Fact) -> ThingID? { pick(fact) { servers.list.entries[$0] != nil } }
    private func pickFree(_ fact: Fact) -> ThingID? { pick(fact) { servers.list.entries[$0] == nil } }

    /// A publisher: it adds to and removes from a list only as it was declared.
    private mutating func declare(_ fact: Fact) {
        // A publisher counts on from no generation that its clock will not reach.
        let isFarAhead = servers.list.isFarAhead
        let isDeclared = servers.list.declaration != nil && servers.isCovered && !isFarAhead
        let (listed, free) = (pickListed(fact), pickFree(fact))
        let chosen = Self.names.enumerated().filter { fact.salt >> ($0.offset % 6) & 1 == 1 }.map(\.element)
        servers.write(by: true, at: now, counter: &counter) { list in
            switch fact.kind {
            case .declareAdd where isDeclared: free.map { list.declare(adding: [$0]) }
            case .declareMore where isDeclared: free.map { list.declare(adding: [$0], more: true) }
            case .declareRemove where isDeclared: listed.map { list.declare(removing: [$0]) }
            case .declareUpdate where isDeclared: listed.map { list.update($0, payload: "\(fact.salt)") }
            case .confirm where isDeclared: listed.map { list.declare(confirming: [$0]) }
            case .stateFarAhead: list.stateFarAhead()
            case .replace: list.replace(with: chosen)
            case .drain: list.drain()
            case .adopt where !isFarAhead: list.adopt()
            default: break
            }
        }
    }

    private mutating func write(_ fact: Fact) {
        let (listed, free) = (pickListed(fact), pickFree(fact))
        servers.write(isDeliberate: fact.kind != .endEphemerals, at: now, counter: &counter) { list in
            switch fact.kind {
            case .add: free.map { list.add($0) }
            case .addEphemeral: free.map { list.add($0, ephemeral: true) }
            case .remove: listed.map { list.remove($0) }
            case .removeMost: list.remove(Array(list.entries.keys.sorted().dropFirst()))
            case .empty: list.removeAll()
            case .swap:
                listed.map { list.remove($0) }
                free.map { list.add($0) }
            case .set: listed.map { list.set($0, payload: "\(fact.salt)") }
            case .remake: listed.map { list.remake([$0]) }
            case .remakeAndRemove:
                let others = list.entries.keys.sorted().filter { $0 != listed }
                listed.map { list.remake([$0], removing: Array(others.prefix(1))) }
            case .endEphemerals:
                list.remove(list.entries.keys.filter { list.entries[$0]?.isEphemeral == true }.sorted())
            default: list.scribble()
            }
        }
    }

    private mutating func strike(_ fact: Fact) {
        let listed = servers.list.entries.keys.sorted()
        switch fact.kind {
        case .backUp:
            if !servers.isMissing { backup = servers }
            return
        case .backUpOther:
            if !servers.isMissing { otherBackup = servers }
            return
        case .meetStranger:
            meetStranger()
            return
        case .leaveStranger:
            stranger = nil
            return
        case .restoreOther: servers.restore(otherBackup)
        case .restore, .restoreAndLift:
            servers.restore(backup)
            if fact.kind == .restoreAndLift { servers.list.writeElsewhere(50) }
        case .wipe: servers.makeAnew(at: now, counter: &counter) { $0.wipe(listed) }
        case .recreatePart: servers.makeAnew(at: now, counter: &counter) { $0.recreate(Array(listed.dropFirst())) }
        case .deleteList: servers.delete()
        default:
            guard servers.isMissing else { return }
            servers.makeAnew(at: now, counter: &counter) { $0.recreate(listed) }
        }
        truth.serversJumped()
        past = []
        // No connection outlives that.
        if isConnected { connect() }
    }

    /// The address comes to belong to another ensemble, where a list of that path was stated whole. Only a list that was given a name can
    /// be told from it.
    private mutating func meetStranger() {
        guard servers.list.name != nil, truth.agreedGeneration != nil, stranger == nil else { return }
        var list = ModelList(["y", "z"])
        list.name = "theirs"
        // No two statements have one mark.
        list.statements = 1 << 40
        list.wipe(["y", "z"])
        list.replace(with: ["x", "y", "z"])
        stranger = Servers(list, counter: &counter)
        stranger?.isStranger = true
    }

    private mutating func learn(_ fact: Fact) {
        guard isConnected else { return }
        switch fact.kind {
        case .readUnread: read(unread: Set([pickListed(fact)].compactMap(\.self)))
        case .readOlder: read(older: shownNodes)
        case .readLagging:
            guard !past.isEmpty, stranger == nil else { return }
            read(past[fact.salt % past.count])
        case .failRead:
            truth.unknown()
            check(bench.read(.failed))
        case .tearRead: check(bench.read(.list(servers.list.tornReading())))
        case .audit:
            // Only a list that is as it was read passes an audit.
            guard truth.newest?.namesStat == servers.list.stat, !servers.isMissing, stranger == nil else { return }
            truth.audited(at: now)
            check(bench.audit())
        case .reachDeadline: reachDeadline()
        default: read()
        }
    }

    private mutating func passTime(_ fact: Fact) {
        switch fact.kind {
        case .disconnect:
            isConnected = false
            truth.disconnected(at: now)
            check(bench.disconnect())
        case .reconnect: connect()
        case .newSession:
            session += 1
            connect()
        case .waitShortly: bench.pass(.milliseconds(300))
        case .settle:
            bench.pass(.seconds(6))
            reachDeadline()
        default: bench.pass(.seconds(70))
        }
    }

    private mutating func meddle(_ fact: Fact) {
        // Whoever looks at a stranger's list approves nothing of it.
        if stranger != nil || truth.isAtStranger, [.approve, .approveOld, .approveInData].contains(fact.kind) {
            return
        }
        switch fact.kind {
        case .approve: approve(bench.core.posture.approvalToken)
        case .approveOld: approve(truth.tokens.keys.sorted { $0.rawValue < $1.rawValue }.first)
        case .approveInData:
            guard let token = bench.core.posture.approvalToken, !servers.isMissing else { return }
            if servers.list.declaration == nil || servers.isCovered {
                servers.list.approve(token)
            } else {
                servers.write(by: true, at: now, counter: &counter) { $0.adopt(approving: token) }
            }
            truth.given.insert(token)
        case .stopOne: pick(fact) { _ in true }.map { id in bench.stop(id).map { check($0) } }
        case .resumeOne: pick(fact) { _ in true }.map { id in bench.resume(id).map { check($0) } }
        case .restart: restart()
        default: pick(fact, where: bench.running.contains).map { id in for _ in 0..<10 { check(bench.fail(id)) } }
        }
    }

    mutating func restart() {
        isConnected = false
        truth.restarted(at: now)
        let age = bench.core.posture.provedAt.map { now - $0 } ?? .zero
        check(bench.restart(age: age))
    }

    mutating func approve(_ token: ApprovalToken?) {
        guard let token else { return }
        truth.given.insert(token)
        let directives = bench.approve(token)
        if directives != nil, truth.used.contains(token) { violation = "a token was used twice" }
        guard let directives else { return }
        check(directives)
        truth.used.insert(token)
    }

    mutating func connect() {
        isConnected = true
        truth.connected(session: session, at: now)
        check(bench.connect(session: session))
    }

    mutating func reachDeadline() {
        guard let due = bench.core.nextDeadline, due <= now else { return }
        let directives = bench.reachDeadline()
        check(directives)
        if isConnected, directives.contains(.read(afterSync: false)) { read() }
    }

    /// The worker reads the list, and once more where the core wants the server to catch up first.
    mutating func read(_ shown: Servers? = nil, unread: Set<ThingID> = [], older: [ThingID: EntryNode] = [:]) {
        let servers = stranger ?? servers
        let shown = shown ?? servers
        guard !shown.isMissing else {
            truth.unknown()
            truth.isTroubled = true
            return check(bench.read(.missing))
        }
        let reading = shown.list.reading(unread: unread, older: older)
        shownNodes = reading.entries.reduce(into: [:]) { if case .read(let node) = $1.entry { $0[$1.id] = node } }
        truth.reads(reading, of: shown, at: now)
        check(bench.read(.list(reading)), shown)
        guard wantsSync else { return }
        let newest = servers.isMissing ? nil : servers.list.reading()
        if let newest { truth.reads(newest, of: servers, at: now) }
        check(bench.read(newest.map { .list($0) } ?? .missing, afterSync: true), newest == nil ? nil : servers)
    }

    /// Holds what the core directs against the truth.
    mutating func check(_ directives: [Directive], _ shown: Servers? = nil) {
        wantsSync = directives.contains(.read(afterSync: true))
        let judgement = truth.judge(directives, bench, shown: wantsSync ? nil : shown, isConnected: isConnected)
        stops += directives.proofs.count
        starts += directives.started.count
        violation = violation ?? judgement
    }
}
