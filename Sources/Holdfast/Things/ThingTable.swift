internal import HoldfastCore
internal import HoldfastZooKeeper

/// The Things of a worker and how far each has come: queued, running, ending, suspended.
///
/// It keeps the order within one Thing: a life begins after the one before has ended, whether the Thing is assigned again while it
/// stops, or its closure begins anew for a new payload, or after a failure. And it bounds how many are starting at once.
struct ThingTable {
    /// What is to be done now.
    enum Action {
        /// Run one life of a Thing, in a task.
        case launch(ThingControl)
        /// Cancel that life of a Thing, where nobody waits for its cancellation handlers.
        case end(ThingControl, life: Int)
        /// Say after the delay that the pause with that number is over.
        case pause(ThingID, pause: Int, Duration)
        /// Look whether the Thing has ended, when the limit has passed.
        case limitStop(ThingID, launch: Int)
        /// Tell what happened.
        case tell(WorkerEvent)
    }

    private enum Phase {
        case queued(Assignment)
        case running(ThingControl, Life)
        /// Apart, so that the phases of all that run are no longer for it.
        indirect case ending(Ending, launch: Int, next: Assignment?)
        case suspended
    }

    /// What a Thing does that runs.
    private enum Life {
        case living
        /// Its task was told to end, and the next life begins when it has.
        case restarting
        /// Its closure ended by itself, and no task is there until the next life begins.
        case pausing(Int)
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
    private let backoff: Backoff
    /// Of the Things whose closure ended by itself.
    private var backoffs: [ThingID: Backoff] = [:]
    private var pauseCount = 0
    private var phases: [ThingID: Phase] = [:]
    private var queue = Queue<ThingID>()
    private var starting: Set<ThingID> = []
    private var launchCount = 0
    /// How many Things have a task, or will have one after a pause.
    private(set) var runningCount = 0

    init(startsAtOnce: Int, backoff: Backoff) {
        self.startsAtOnce = max(1, startsAtOnce)
        self.backoff = backoff
    }

    mutating func start(_ assignment: Assignment) -> [Action] {
        switch phases[assignment.id] {
        case .ending(let ending, let launch, _):
            phases[assignment.id] = .ending(ending, launch: launch, next: assignment)
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
        case .ending(let ending, let launch, _):
            phases[assignment.id] = .ending(ending, launch: launch, next: assignment)
            return []
        case .running(let control, let life):
            control.latest.set(assignment)
            let told = Action.tell(.updated(assignment.id))
            switch life {
            case .pausing: return [told] + retry(assignment.id, control)
            case .living where restarting:
                phases[assignment.id] = .running(control, .restarting)
                return [.end(control, life: control.life), told]
            case .living, .restarting: return [told]
            }
        case .suspended, nil:
            preconditionFailure("\(assignment.id) is updated and does not run")
        }
    }

    mutating func refence(_ id: ThingID, _ fence: Fence) {
        switch phases[id] {
        case .queued(var assignment):
            assignment.fence = fence
            phases[id] = .queued(assignment)
        case .ending(let ending, let launch, var next):
            next?.fence = fence
            phases[id] = .ending(ending, launch: launch, next: next)
        case .running(let control, _):
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
        case .running(_, .pausing):
            return isOver(id, ending, next: nil)
        case .running(let control, _):
            phases[id] = .ending(ending, launch: control.launch, next: nil)
            return [.end(control, life: control.life), .limitStop(id, launch: control.launch)]
        case .ending(.removed(let proof), let launch, _):
            // What has already been proved is not told as less.
            phases[id] = .ending(.removed(proof), launch: launch, next: nil)
            return []
        case .ending(.suspended, let launch, _):
            phases[id] = .ending(ending, launch: launch, next: nil)
            return []
        case .queued, .suspended, nil:
            return []
        }
    }

    mutating func told(_ report: ThingReport) -> [Action] {
        switch report {
        case .began(let id):
            // The start was told at the launch, and a restart for a new payload as an update: the Thing never ceased to run.
            starting.remove(id)
            return launchQueued()
        case .ended(let id, .cancelled):
            starting.remove(id)
            return ended(id) + launchQueued()
        case .ended(let id, .failed(let reason, let lived, let payload)):
            starting.remove(id)
            let delay = backoffs[id, default: backoff].failed(after: lived)
            let told = Action.tell(.failed(id, error: reason, retryIn: delay))
            return [told] + failed(id, payload, delay) + launchQueued()
        }
    }

    /// A pause between two lives is over.
    mutating func paused(_ id: ThingID, pause: Int) -> [Action] {
        guard case .running(let control, .pausing(pause)) = phases[id] else { return [] }
        return retry(id, control)
    }

    /// Whether that launch of the Thing was told to stop and has not ended.
    func isEnding(_ id: ThingID, launch: Int) -> Bool {
        guard case .ending(_, launch, _) = phases[id] else { return false }
        return true
    }

    private mutating func ended(_ id: ThingID) -> [Action] {
        switch phases[id] {
        case .ending(let ending, _, let next):
            return isOver(id, ending, next: next)
        case .running(let control, .restarting):
            // It did not fail: should it ever, its first delay is the first again.
            backoffs[id] = nil
            return live(id, control)
        case .running(let control, .living):
            // The worker ends, and nothing comes of the pause; or the closure has cancelled its own task.
            return pause(id, control, for: backoffs[id, default: backoff].failed(after: .zero))
        case .running, .queued, .suspended, nil:
            return []
        }
    }

    private mutating func failed(_ id: ThingID, _ payload: [UInt8], _ delay: Duration) -> [Action] {
        guard case .running(let control, let life) = phases[id] else { return ended(id) }
        // What it failed on is not what it would begin with.
        if case .restarting = life { return retry(id, control) }
        guard control.latest.value.payload == payload else { return retry(id, control) }
        return pause(id, control, for: delay)
    }

    private mutating func pause(_ id: ThingID, _ control: ThingControl, for delay: Duration) -> [Action] {
        pauseCount += 1
        phases[id] = .running(control, .pausing(pauseCount))
        return [.pause(id, pause: pauseCount, delay)]
    }

    private mutating func retry(_ id: ThingID, _ control: ThingControl) -> [Action] {
        live(id, control) + [.tell(.started(id, fence: control.latest.value.fence))]
    }

    /// The next life of a Thing that runs on.
    private mutating func live(_ id: ThingID, _ control: ThingControl) -> [Action] {
        control.prepareLife()
        phases[id] = .running(control, .living)
        return [.launch(control)]
    }

    /// A Thing that was to end has ended.
    private mutating func isOver(_ id: ThingID, _ ending: Ending, next: Assignment?) -> [Action] {
        runningCount -= 1
        backoffs[id] = nil
        if let next {
            phases[id] = .queued(next)
            queue.append(id)
        } else if case .suspended = ending {
            phases[id] = .suspended
        } else {
            phases[id] = nil
        }
        return [.tell(ending.event(of: id))]
    }

    private mutating func launchQueued() -> [Action] {
        var actions: [Action] = []
        while starting.count < startsAtOnce, let id = queue.popFirst() {
            guard case .queued(let assignment) = phases[id] else { continue }
            launchCount += 1
            runningCount += 1
            let control = ThingControl(assignment, launch: launchCount)
            phases[id] = .running(control, .living)
            starting.insert(id)
            actions.append(.launch(control))
            actions.append(.tell(.started(id, fence: assignment.fence)))
        }
        return actions
    }
}
