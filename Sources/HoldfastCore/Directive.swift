/// What the shell is to do.
public enum Directive: Hashable, Sendable {
    /// Run the Thing.
    case start(Assignment)
    /// The payload of a Thing changed.
    case update(Assignment)
    /// Only the fence of a Thing changed: it was taken off and assigned again unseen. What runs is not disturbed.
    case refence(ThingID, Fence)
    /// Stop the Thing, which was taken off the list.
    case stop(Proof)
    /// End the Thing, which stays assigned: a ``start(_:)`` will follow.
    case suspend(ThingID, Suspension)
    /// Read the list again now; after a `sync`, where the server is suspected to lag behind.
    case read(afterSync: Bool)
    /// The posture changed.
    case report(Posture)
    /// What is to be kept on disk (``AssignmentCore/lastKnownGood``) changed.
    case save
    /// What was learned fell under these rows of the table of belief.
    case judged([Row])
}
