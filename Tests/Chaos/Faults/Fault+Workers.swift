internal import HoldfastEnsemble

// What befalls the worker itself.
extension Fault {
    static let workers: [Fault] = [
        Fault(
            name: "worker hung", does: "SIGSTOP to the worker, SIGCONT at the end",
            standsFor: "a machine that is suspended, or swaps", touches: [.worker], lasts: 5...8, expects: .silent
        ) { stage in
            try stage.worker.hang()
            return BegunFault(end: { try stage.worker.resume() })
        },
        Fault(
            name: "worker killed", does: "SIGKILL to the worker; it is started again at the end",
            standsFor: "an out-of-memory kill, a crash", touches: [.worker], lasts: 1...3, expects: .silent
        ) { stage in
            try await stage.worker.kill()
            return BegunFault(end: { stage.worker.start() })
        },
        Fault(
            name: "worker restarted", does: "SIGTERM to the worker; it is started again at the end",
            standsFor: "an upgrade of the worker", touches: [.worker], lasts: 1...3, expects: .silent
        ) { stage in
            try await stage.worker.terminate()
            return BegunFault(end: { stage.worker.start() })
        },
        Fault(
            name: "worker killed during an outage",
            does:
                "the servers' ports are closed to the worker, it is killed and started again, and has to run what it last knew",
            standsFor: "a machine that restarts while the coordinator is away", touches: [.worker, .network],
            lasts: 5...8,
            expects: Expectations(
                hides: .throughout, mustShow: Expectations.disconnected, silencesWorker: true)
        ) { stage in
            try await stage.eachProxy { try await $0.refuse() }
            // What was changed shortly before has been saved by now, or was never carried out.
            try await stage.lasts(1)
            try await stage.worker.kill()
            stage.worker.start()
            return BegunFault(end: { try await stage.eachProxy { try await $0.restore() } })
        },
    ]
}
