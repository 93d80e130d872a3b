public import HoldfastCore
internal import HoldfastZooKeeper
internal import Synchronization

/// What an operator says to a worker.
enum OperatorWord: Hashable, Sendable {
    case approve(ApprovalToken)
    case stop(ThingID)
    case resume(ThingID)

    /// What became of a word.
    enum Answer: Hashable, Sendable {
        case carriedOut
        case concernsNothing
        /// The worker ended before it heard of it.
        case tooLate
    }
}

extension HoldfastWorker {
    /// Accepts the reading that is held as it stands, once: what it does not list is stopped, what it lists is started.
    ///
    /// For an operator who has looked at the list and knows that it is meant. It works while ZooKeeper is away too, where the
    /// reading that is held is the last one before. The token is in ``Posture/approvalToken`` and binds to that reading alone.
    ///
    /// - Throws: ``OperatorWordRefused`` when nothing is held under that token, or the worker does not run.
    public func approve(_ token: ApprovalToken) async throws(OperatorWordRefused) {
        guard try await isHeard(.approve(token)) else {
            throw OperatorWordRefused(
                description: """
                    the token \(token) is not that of the reading that is held; \
                    \(posture.approvalToken.map { "the present one is \($0)" } ?? "nothing is held that an approval would release")
                    """
            )
        }
    }

    /// Ends a Thing that stays assigned, until ``start(_:)``. The word outlives a restart of a worker that keeps its state.
    ///
    /// - Throws: ``OperatorWordRefused`` when the Thing is not assigned, or the worker does not run.
    public func stop(_ thing: ThingID) async throws(OperatorWordRefused) {
        guard try await isHeard(.stop(thing)) else { throw .notAssigned(thing) }
    }

    /// Starts a Thing that was stopped by ``stop(_:)``, or that is quarantined.
    ///
    /// - Throws: ``OperatorWordRefused`` when the Thing is not assigned, or the worker does not run.
    public func start(_ thing: ThingID) async throws(OperatorWordRefused) {
        guard try await isHeard(.resume(thing)) else { throw .notAssigned(thing) }
    }

    /// An operator's word was not carried out, and why.
    public struct OperatorWordRefused: Error, CustomStringConvertible {
        public let description: String

        static func notAssigned(_ thing: ThingID) -> OperatorWordRefused {
            OperatorWordRefused(description: "\(thing) is not assigned to this worker")
        }

        static let notRunning = OperatorWordRefused(description: "the worker does not run")
    }

    /// - Returns: whether the word was carried out; false where it concerns nothing that is held or assigned.
    private func isHeard(_ word: OperatorWord) async throws(OperatorWordRefused) -> Bool {
        let answer = OneShot<OperatorWord.Answer>()
        guard isRunning, case .enqueued = triggering.yield(.told(word, answer)) else { throw .notRunning }
        switch await answer.value() {
        case .carriedOut: return true
        case .concernsNothing: return false
        case .tooLate, nil: throw .notRunning
        }
    }
}
