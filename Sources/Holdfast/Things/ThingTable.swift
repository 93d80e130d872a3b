internal import HoldfastCore
internal import HoldfastZooKeeper

/// The Things of a worker and how far each has come: queued, running, ending, suspended.
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
        case ending(Ending, next: Assignment?)
        case suspended
    }

    /// Why a Thing is to end.
    private enum Ending {
        case removed(Proof)
        case suspended(Suspension)

        func event(of id: ThingID) -> WorkerEvent {
            switch self {
            case .removed(let proof): .stopped(id, proof: proof)
            case .suspended(let suspension): .suspended(id, suspension)
            }
        }
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
        case .ending(let ending, _):
            phases[assignment.id] = .ending(ending, next: assignment)
            return []
        case .queued, .running:
            preconditionFailure("\(assignment.id) is started and was started before")
        case .suspended, nil:
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
        case .ending(let ending, _):
            phases[assignment.id] = .ending(ending, next: assignment)
            return []
        case .running(let control):
            control.latest.set(assignment)
            if restarting { control.restart() } else { control.wake() }
            return [.tell(.updated(assignment.id))]
        case .suspended, nil:
            preconditionFailure("\(assignment.id) is updated and does not run")
        }
    }

    mutating func refence(_ id: ThingID, _ fence: Fence) {
        switch phases[id] {
        case .queued(var assignment):
            assignment.fence = fence
            phases[id] = .queued(assignment)
        case .ending(let ending, var next):
            next?.fence = fence
            phases[id] = .ending(ending, next: next)
        case .running(let control):
            var assignment = control.latest.value
            assignment.fence = fence
            control.latest.set(assignment, tellingFollowers: false)
        case .suspended, nil:
            preconditionFailure("\(id) has a new fence and does not run")
        }
    }

    /// A Thing was taken off the list.
    mutating func stop(_ proof: Proof) -> [Action] {
        let id = proof.thing
        switch phases[id] {
        case .queued, nil:
            // It never ran, so there is nothing to tell of.
            phases[id] = nil
            return []
        case .suspended:
            phases[id] = nil
            return [.tell(.stopped(id, proof: proof))]
        case .ending, .running:
            return end(id, .removed(proof))
        }
    }

    /// A Thing is to end and stays assigned.
    mutating func suspend(_ id: ThingID, _ suspension: Suspension) -> [Action] {
        switch phases[id] {
        case .queued:
            phases[id] = .suspended
            return [.tell(.suspended(id, suspension))]
        case .ending, .running:
            return end(id, .suspended(suspension))
        case .suspended, nil:
            preconditionFailure("\(id) is suspended and does not run")
        }
    }

    private mutating func end(_ id: ThingID, _ ending: Ending) -> [Action] {
        switch phases[id] {
        case .running(let control):
            phases[id] = .ending(ending, next: nil)
            control.stop()
            return [.limitStop(id, launch: launches[id] ?? 0)]
        case .ending(.removed(let proof), _):
            // What has already been proved is not told as less.
            phases[id] = .ending(.removed(proof), next: nil)
            return []
        case .ending(.suspended, _):
            phases[id] = .ending(ending, next: nil)
            return []
        case .queued, .suspended, nil:
            return []
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
    func isEnding(_ id: ThingID, launch: Int) -> Bool {
        guard case .ending = phases[id] else { return false }
        return launches[id] == launch
    }

    private mutating func ended(_ id: ThingID) -> [Action] {
        starting.remove(id)
        launches[id] = nil
        // A task that was not told to end ends only with the worker.
        guard case .ending(let ending, let next) = phases[id] else { return launchQueued() }
        if let next {
            phases[id] = .queued(next)
            queue.append(id)
        } else if case .suspended = ending {
            phases[id] = .suspended
        } else {
            phases[id] = nil
        }
        return [.tell(ending.event(of: id))] + launchQueued()
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
