internal import HoldfastCore
internal import HoldfastZooKeeper

/// The Things of a worker and how far each has come: queued, running, stopping.
///
/// It keeps the order within one Thing: a Thing that is assigned again while it stops begins after it has ended. And it bounds
/// how many are starting at once.
struct ThingTable {
    /// What is to be done now.
    enum Action {
        /// Run the task of a Thing.
        case launch(ThingControl)
        /// Look whether the Thing has ended, when the limit has passed.
        case limitStop(ThingID, launch: Int)
        /// Tell what happened.
        case tell(WorkerEvent)
    }

    private enum Phase {
        case queued(Assignment)
        case running(ThingControl)
        case stopping(Proof, next: Assignment?)
    }

    private let startsAtOnce: Int
    private var phases: [ThingID: Phase] = [:]
    private var launches: [ThingID: Int] = [:]
    private var queue: [ThingID] = []
    private var starting: Set<ThingID> = []
    private var launchCount = 0

    init(startsAtOnce: Int) {
        self.startsAtOnce = max(1, startsAtOnce)
    }

    /// How many Things have a task.
    var runningCount: Int { launches.count }

    mutating func start(_ assignment: Assignment) -> [Action] {
        switch phases[assignment.id] {
        case .stopping(let proof, _):
            phases[assignment.id] = .stopping(proof, next: assignment)
            return []
        case .queued, .running:
            preconditionFailure("\(assignment.id) is started and was started before")
        case nil:
            phases[assignment.id] = .queued(assignment)
            queue.append(assignment.id)
            return launchQueued()
        }
    }

    mutating func update(_ assignment: Assignment, restarting: Bool) -> [Action] {
        switch phases[assignment.id] {
        case .queued:
            phases[assignment.id] = .queued(assignment)
            return []
        case .stopping(let proof, _):
            phases[assignment.id] = .stopping(proof, next: assignment)
            return []
        case .running(let control):
            control.latest.set(assignment)
            if restarting { control.restart() } else { control.wake() }
            return [.tell(.updated(assignment.id))]
        case nil:
            preconditionFailure("\(assignment.id) is updated and was never started")
        }
    }

    mutating func refence(_ id: ThingID, _ fence: Fence) {
        switch phases[id] {
        case .queued(var assignment):
            assignment.fence = fence
            phases[id] = .queued(assignment)
        case .stopping(let proof, var next):
            next?.fence = fence
            phases[id] = .stopping(proof, next: next)
        case .running(let control):
            var assignment = control.latest.value
            assignment.fence = fence
            control.latest.set(assignment, tellingFollowers: false)
        case nil:
            preconditionFailure("\(id) has a new fence and was never started")
        }
    }

    mutating func stop(_ proof: Proof) -> [Action] {
        let id = proof.thing
        switch phases[id] {
        case .queued:
            // It never ran, so there is nothing to tell of.
            phases[id] = nil
            return []
        case .stopping(let proof, _):
            phases[id] = .stopping(proof, next: nil)
            return []
        case .running(let control):
            phases[id] = .stopping(proof, next: nil)
            control.stop()
            return [.limitStop(id, launch: launches[id] ?? 0)]
        case nil:
            preconditionFailure("\(id) is stopped and was never started")
        }
    }

    mutating func told(_ report: ThingReport) -> [Action] {
        switch report {
        case .began(let id, let fence, let cause):
            starting.remove(id)
            switch cause {
            case .retried: return [.tell(.started(id, fence: fence))] + launchQueued()
            // The start was told at the launch, and a restart for a new payload as an update: the Thing never ceased to run.
            case .assigned, .updated: return launchQueued()
            }
        case .failed(let id, let reason, let delay):
            return [.tell(.failed(id, error: reason, retryIn: delay))]
        case .ended(let id):
            return ended(id)
        }
    }

    /// Whether that launch of the Thing was told to stop and has not ended.
    func isStopping(_ id: ThingID, launch: Int) -> Bool {
        guard case .stopping = phases[id] else { return false }
        return launches[id] == launch
    }

    private mutating func ended(_ id: ThingID) -> [Action] {
        starting.remove(id)
        launches[id] = nil
        // A task that was not told to stop ends only with the worker.
        guard case .stopping(let proof, let next) = phases[id] else { return launchQueued() }
        phases[id] = next.map(Phase.queued)
        if next != nil { queue.append(id) }
        return [.tell(.stopped(id, proof: proof))] + launchQueued()
    }

    private mutating func launchQueued() -> [Action] {
        var actions: [Action] = []
        var taken = 0
        while taken < queue.count, starting.count < startsAtOnce {
            let id = queue[taken]
            taken += 1
            guard case .queued(let assignment) = phases[id] else { continue }
            let control = ThingControl(assignment)
            launchCount += 1
            phases[id] = .running(control)
            launches[id] = launchCount
            starting.insert(id)
            actions.append(.launch(control))
            actions.append(.tell(.started(id, fence: assignment.fence)))
        }
        queue.removeFirst(taken)
        return actions
    }
}
