internal import HoldfastZooKeeper

// The watches of a client: the table of the real one decides what fits in, and what nobody needs any more.
extension EnsembleMachine {
    /// A read is about to arm a watch.
    ///
    /// - Throws: ``ZooKeeperError/Code/tooManyWatches``.
    mutating func beginRead(_ client: Int, _ words: RequestWords, _ arming: Arming) throws(ZooKeeperError) {
        guard var table = clients[client].handle?.watches else { return }
        clients[client].handle?.watches = WatchTable(bytesAllowed: 0)
        let fitsIn = table.beginRead(arming: WatchPlace(path: words.path, kind: arming.kind).tabled)
        clients[client].handle?.watches = table
        guard fitsIn else { throw .tooManyWatches(words, table) }
    }

    /// A read that was to arm a watch is answered.
    mutating func arm(_ operation: PendingOperation, _ answer: Answer, _ client: Int) {
        guard let arming = operation.arming, let connection = clients[client].handle?.connection else { return }
        let path = operation.words.path
        if case .failed(let failure) = answer {
            guard arming.armsWithoutNode, failure.code == .noNode else {
                notArmed(path, arming, client)
                return
            }
            clients[client].handle?.libraryWatches.absent.insert(path)
        } else if arming.kind == .children {
            clients[client].handle?.libraryWatches.children.insert(path)
        } else {
            clients[client].handle?.libraryWatches.data.insert(path)
        }
        let place = WatchPlace(path: path, kind: arming.kind)
        clients[client].handle?.watchOrder.armed(arming.watch)
        let isUnneeded = clients[client].handle?.watches.armed(arming.watch, at: place.tabled, connection: connection)
        if isUnneeded == true { removeWatch(client, place) }
    }

    mutating func notArmed(_ path: ZNodePath, _ arming: Arming, _ client: Int) {
        let place = WatchPlace(path: path, kind: arming.kind)
        if clients[client].handle?.watches.notArmed(place.tabled) == true { removeWatch(client, place) }
    }

    /// Ends the watches that connections before that one armed, and takes those from the server that nobody needs.
    mutating func endWatches(of client: Int, before connection: Int) {
        guard let handle = clients[client].handle,
            let (ended, unneeded) = clients[client].handle?.watches.ended(before: connection)
        else { return }
        for watch in handle.watchOrder.sorted(ended) { effects.append(.end(watch, .disconnected)) }
        let places = unneeded.compactMap { WatchPlace($0) }
        for kind in [WatchPlace.Kind.node, .children] {
            for place in places.filter({ $0.kind == kind }).sorted(by: { ZNodePath.inOrder($0.path, $1.path) }) {
                removeWatch(client, place)
            }
        }
    }

    /// A watch was removed or dropped that a handle has armed there.
    mutating func watchLeft(_ client: Int, _ handle: Int, _ place: WatchPlace) {
        if clients[client].handle?.number == handle { removeWatch(client, place) }
    }

    /// Takes a watch from the server, unless somebody needs it after all. Without a connection the next one takes it.
    private mutating func removeWatch(_ client: Int, _ place: WatchPlace) {
        guard clients[client].handle?.progress == .connected,
            clients[client].handle?.watches.beginRemoval(of: place.tabled) == true
        else { return }
        let words = RequestWords(operation: "remove watch of", path: place.path, isWrite: false)
        let operation = PendingOperation(request: nextRequest(), purpose: .removal(place), words: words)
        request(client, .removeWatch(place), operation)
    }
}
