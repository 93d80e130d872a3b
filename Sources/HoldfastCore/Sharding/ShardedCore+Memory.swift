// What is kept on disk.
extension ShardedCore {
    /// What a worker needs to know after a restart.
    public var lastKnownGood: LastKnownGood {
        guard isSharded else {
            var kept = cores[0].lastKnownGood
            kept.layout = layout
            return kept
        }
        return LastKnownGood(layout: layout, shards: cores.map { $0.lastKnownGood })
    }

    /// Takes over what was kept, before anything else was learned.
    ///
    /// - Parameter age: how long ago it was last proved.
    public mutating func restore(_ kept: LastKnownGood, age: Duration, at now: Moment) -> [Directive] {
        guard let layout = kept.layout, layout.shards > 0, layout.shards == kept.shards.count else {
            self.layout = kept.layout
            return ask(0, at: now) { $0.restore(kept, age: age, at: now) }
        }
        self.layout = layout
        doubt = .unread
        var core = AssignmentCore(settings: settings)
        core.requiresDeclaration = true
        take(over: Array(repeating: core, count: layout.shards), isSharded: true)
        var directives: [Directive] = [.follow(shards)]
        for index in cores.indices {
            var part = kept.shards[index]
            // What stood where it does not belong is found out again.
            part.things = part.things.filter { layout.index(of: $0.key) == index }
            directives += told(cores[index].restore(part, age: age, at: now), by: index)
        }
        return directives + reportChange(at: now)
    }
}
