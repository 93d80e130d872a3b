/// The tasks of a worker: those of its Things, and its chores beside them (readings, audits, timers, what follows the session).
///
/// A task that ends is looked for among those of its group, from the oldest on. So chores, which come and go with every change,
/// have a group of their own, and the Things are dealt out to several: else each change of a list of 10,000 Things would walk
/// past all of them.
struct WorkerTasks {
    /// So many groups that the Things of one are few: some 400 of 100,000.
    private static let lanes = 256

    private var chores: DiscardingTaskGroup
    private var things: [DiscardingTaskGroup]
    private var nextLane = 0

    /// Begins a task that is not a Thing's.
    mutating func addChore(_ work: sending @escaping @isolated(any) () async -> Void) {
        chores.addTask(operation: work)
    }

    /// Begins a chore that runs at once, up to where it waits: no thread has to be woken for it.
    mutating func addImmediateChore(_ work: sending @escaping @isolated(any) () async -> Void) {
        if #available(macOS 26, *) {
            chores.addImmediateTask(operation: work)
        } else {
            chores.addTask(operation: work)
        }
    }

    /// Begins the task of a Thing, or what waits for one.
    mutating func addThing(_ work: sending @escaping @isolated(any) () async -> Void) {
        things[nextLane].addTask(operation: work)
        nextLane = (nextLane + 1) % things.count
    }

    mutating func cancelAll() {
        for lane in things.indices { things[lane].cancelAll() }
        chores.cancelAll()
    }

    /// Hands the groups to a body, and returns when all that it began in them has ended.
    static func with(_ body: (inout WorkerTasks) async -> Void) async {
        await withDiscardingTaskGroup { chores in
            await with(chores, [], body)
        }
    }

    private static func with(
        _ chores: DiscardingTaskGroup, _ things: [DiscardingTaskGroup], _ body: (inout WorkerTasks) async -> Void
    ) async {
        guard things.count < lanes else {
            var tasks = WorkerTasks(chores: chores, things: things)
            return await body(&tasks)
        }
        await withDiscardingTaskGroup { lane in
            await with(chores, things + [lane], body)
        }
    }
}
