extension Simulation {
    var deadlock: SimulationFailure {
        failure(
            .deadlock,
            "Nothing can run and nothing is scheduled, and the body has not ended: it waits for something that never comes"
        )
    }

    var timeStandsStill: SimulationFailure {
        failure(.timeStandsStill, "\(executor.stepsAtThisMoment) steps were taken in which time did not move")
    }

    var tooManySteps: SimulationFailure {
        failure(.tooManySteps, "The body has not ended within the limit of \(limits.steps) steps")
    }

    func escaped(_ escapes: [String]) -> SimulationFailure {
        failure(
            .escaped,
            """
            \(escapes[0]): something runs outside of the simulation, such as an unstructured or detached task, the main actor, a queue, \
            or another clock
            """)
    }

    func sleepersLeft(_ deadlines: [Int64]) -> SimulationFailure {
        let first = Duration.nanoseconds(deadlines.first ?? 0)
        return failure(
            .leftOvers,
            "The body has ended and \(deadlines.count) tasks still sleep on the clock, the first of them until \(first)"
        )
    }

    var tasksLeft: SimulationFailure {
        failure(.leftOvers, "The body has ended and a task that was begun in it has not")
    }

    func tooLate(_ words: String, _ limit: Duration) -> SimulationFailure {
        failure(.tooLate, "After \(limit) it was still not so: \(words)")
    }

    func broken(_ words: String) -> SimulationFailure { failure(.broken, words) }

    private func failure(_ kind: SimulationFailure.Kind, _ message: String) -> SimulationFailure {
        SimulationFailure(
            kind: kind, seed: seed, elapsed: .nanoseconds(executor.now), steps: executor.steps, message: message)
    }
}
