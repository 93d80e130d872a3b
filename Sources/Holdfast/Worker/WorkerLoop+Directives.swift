internal import HoldfastCore
internal import HoldfastZooKeeper
internal import Logging

// Carrying out what the core directs.
extension WorkerLoop {
    mutating func carryOut(_ directives: [Directive], in tasks: inout WorkerTasks) {
        // Before any event of it: who hears of a Thing and looks at the posture sees one that knows of it.
        let before = worker.posture
        if core.posture != before { worker.latestPosture.set(core.posture) }
        var isToBeSaved = false
        defer { remember(saving: isToBeSaved) }
        for directive in directives {
            switch directive {
            case .start(let assignment):
                carryOut(things.start(assignment), in: &tasks)
            case .update(let assignment):
                carryOut(
                    things.update(assignment, restarting: worker.configuration.payloadChange == .restart), in: &tasks)
            case .refence(let id, let fence):
                things.refence(id, fence)
            case .stop(let proof):
                carryOut(things.stop(proof), in: &tasks)
            case .read(let afterSync):
                follower.schedule.want(afterSync ? .catchingUp : .following, at: now)
            case .suspend(let id, let suspension):
                carryOut(things.suspend(id, suspension), in: &tasks)
            case .save:
                isToBeSaved = true
            case .judged(let rows):
                worker.feed.send(.judged(rows))
            case .report(let posture):
                report(posture, after: before)
            }
        }
    }

    /// Has what changed kept, or only that it was proved anew.
    private mutating func remember(saving: Bool) {
        guard let keeper = memory?.keeper else { return }
        let proof = proofToKeep
        let provedAgo = proof == newestProof ? nil : proof.map { now - $0 }
        newestProof = proof
        if saving {
            keeper.keep(core.lastKnownGood, provedAgo: provedAgo)
        } else if let provedAgo {
            keeper.proved(ago: provedAgo)
        }
    }

    /// The proof whose age tells the next worker whether it may run what was kept: the newest. Where Things may run only for so long
    /// without proof, it is the oldest that any of them rests on, so that no restart lengthens that.
    var proofToKeep: Moment? {
        worker.configuration.tenure == .indefinite ? core.newestProof : core.posture.provedAt
    }

    mutating func carryOut(_ actions: [ThingTable.Action], in tasks: inout WorkerTasks) {
        for action in actions {
            switch action {
            case .launch(let control):
                launch(control, in: &tasks)
            case .end(let control, let life):
                tasks.addChore { control.end(life: life) }
            case .pause(let id, let pause, let delay):
                self.pause(id, pause, for: delay, in: &tasks)
            case .limitStop(let id, let launch):
                stopLimits.told(id, launch: launch, limit: now + worker.configuration.stopLimit)
            case .tell(let event):
                tell(event)
            }
        }
    }

    /// An operator said something.
    mutating func hear(
        _ word: OperatorWord, _ answer: OneShot<OperatorWord.Answer>, in tasks: inout WorkerTasks
    ) {
        let directives =
            switch word {
            case .approve(let token): core.approve(token, at: now)
            case .stop(let id): core.stop(id, at: now)
            case .resume(let id): core.resume(id, at: now)
            }
        if let directives { carryOut(directives, in: &tasks) }
        answer.set(directives == nil ? .concernsNothing : .carriedOut)
    }

    /// A Thing says something when nothing is begun any more: that one which was to end has ended is told all the same.
    mutating func toldAtTheEnd(_ report: ThingReport) {
        for case .tell(let event) in things.told(report) {
            switch event {
            case .stopped, .suspended: tell(event)
            case .started, .updated, .failed, .unreadable, .posture, .judged: break
            }
        }
    }

    private func tell(_ event: WorkerEvent) {
        metrics.happened(event)
        worker.feed.send(event)
    }

    private func launch(_ control: ThingControl, in tasks: inout WorkerTasks) {
        let triggering = triggering
        let life = ThingLife(control: control, clock: clock, body: worker.runThing) { report in
            triggering.yield(.thing(report))
        }
        tasks.addThing { await life.live() }
    }

    private func pause(_ id: ThingID, _ pause: Int, for delay: Duration, in tasks: inout WorkerTasks) {
        let (clock, triggering) = (clock, triggering)
        tasks.addThing {
            guard (try? await clock.sleep(for: delay)) != nil else { return }
            triggering.yield(.paused(id, pause: pause))
        }
    }

    private func report(_ posture: Posture, after before: Posture) {
        metrics.stands(posture, at: now)
        worker.feed.send(.posture(posture))
        if posture.reasons.contains(.listSharded), !before.reasons.contains(.listSharded) {
            worker.logger.warning(
                """
                An older version has spread the list over shards, which this version does not read: nothing is started or stopped \
                until the list is made plain by `list reshard 0` of that version, or replaced
                """)
        }
        if posture.isHolding, !before.isHolding {
            worker.logger.warning(
                "Holding: what runs is kept until the list is known again", metadata: metadata(of: posture))
        } else if !posture.isHolding, before.isHolding {
            worker.logger.notice("Following the list", metadata: metadata(of: posture))
        } else if posture.reasons.contains(where: { $0.asksForAnOperator && !before.reasons.contains($0) }) {
            worker.logger.warning("Holding, and somebody has to look at it", metadata: metadata(of: posture))
        } else {
            worker.logger.debug("Holding for other reasons", metadata: metadata(of: posture))
        }
    }

    private func metadata(of posture: Posture) -> Logger.Metadata {
        [
            LogKey.reasons: .array(posture.reasons.map { "\($0.rawValue)" }), LogKey.assigned: "\(posture.assigned)",
            LogKey.pendingRemovals: "\(posture.removals.count)",
            LogKey.pendingStarts: "\(posture.pendingStarts)",
            LogKey.approvalToken: "\(posture.approvalToken?.rawValue ?? "none")",
        ]
    }
}
