internal import HoldfastZooKeeper

/// The armed watches of one simulated handle, in the order in which they were armed.
///
/// As the real client it keeps none that nobody holds any more, unless its end is handed on.
struct ClientWatches {
    private struct Entry {
        var number: Int
        var connection: Int
        weak let watch: Watch?
        let held: Watch?
    }

    private var entries: [WatchPlace: [Entry]] = [:]
    private var lastNumber = 0

    mutating func armed(_ watch: Watch, at place: WatchPlace, connection: Int) {
        lastNumber += 1
        var here = entries[place] ?? []
        here.removeAll { $0.watch == nil || $0.watch === watch }
        let held = watch.handsOnItsEnd ? watch : nil
        here.append(Entry(number: lastNumber, connection: connection, watch: watch, held: held))
        entries[place] = here
    }

    /// An event came: takes out the watches that it ends.
    mutating func happened(_ event: NodeEvent, at path: ZNodePath) -> [Watch] {
        WatchPlace.Kind.ended(by: event).flatMap { kind in
            (entries.removeValue(forKey: WatchPlace(path: path, kind: kind)) ?? []).compactMap(\.watch)
        }
    }

    /// Takes out the watches that connections before that one armed.
    mutating func ended(before connection: Int) -> [Watch] {
        var ended: [Entry] = []
        entries = entries.compactMapValues { here in
            ended += here.filter { $0.connection < connection }
            let kept = here.filter { $0.connection >= connection }
            return kept.isEmpty ? nil : kept
        }
        return Self.watches(of: ended)
    }

    /// Takes out all watches.
    mutating func endedAll() -> [Watch] {
        defer { entries = [:] }
        return Self.watches(of: entries.values.flatMap(\.self))
    }

    /// In the order in which they were armed: a dictionary has another one in each run.
    private static func watches(of entries: [Entry]) -> [Watch] {
        entries.sorted { $0.number < $1.number }.compactMap(\.watch)
    }
}
