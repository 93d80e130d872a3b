internal import HoldfastCore
public import HoldfastZooKeeper

extension AssignmentPublisher {
    /// Spreads the list over so many shards, so that a change costs the workers one shard's read; 0 makes it plain again.
    ///
    /// For lists of more than some thousand Things; call it at any time, also while workers run and others publish. What is on the
    /// list is copied, and comes into force in its new place in one transaction, so that no worker ever sees a Thing absent; fences
    /// grow, and nothing is started or stopped. Other publishers wait while the copy is completed. One that died half-way has
    /// changed nothing that a worker reads: the same call again finishes the work, from any publisher.
    ///
    /// - Throws: ``PublisherError/Code/badArguments`` for a number below 0 or over ``Layout/shardLimit``;
    ///   ``PublisherError/Code/undeclared``, ``PublisherError/Code/notAsDeclared`` or ``PublisherError/Code/unfinished`` where a part of
    ///   the list is not as declared: adopt or replace it first; ``PublisherError/Code/listWillNotStay`` where an entry is ephemeral;
    ///   ``PublisherError/Code/conflict`` where others keep changing the list; and what the client throws.
    @discardableResult
    public func reshard(to shards: Int) async throws(PublisherError) -> PublishedStatement {
        guard (0...Layout.shardLimit).contains(shards) else {
            throw PublisherError(
                .badArguments,
                "a list cannot be spread over \(shards) shards; right is a number from 1 to \(Layout.shardLimit), or 0 for a plain list"
            )
        }
        var attempts = 0
        while true {
            do throws(PublisherError) {
                var resharding = Resharding(self)
                return try await resharding.run(to: shards)
            } catch {
                attempts += 1
                // Somebody stated the list meanwhile; what is copied already need not be copied again.
                guard attempts < Self.attempts, error.code == .conflict, !error.mayHaveBeenApplied else { throw error }
            }
        }
    }

    /// The nodes whose children are the Things: the list node alone, or its shards in order.
    ///
    /// - Throws: ``PublisherError/Code/listMissing``, and what the client throws.
    public func places() async throws(PublisherError) -> [ZNodePath] {
        let found = try await standing()
        return (found.data.shardedLayout?.places ?? [.list]).map { $0.path(of: list) }
    }
}
