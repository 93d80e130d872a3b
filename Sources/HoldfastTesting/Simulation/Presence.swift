/// Is held by every task that was begun in a simulation: while it lives, one of them does.
///
/// A task keeps the task-local values of the one that began it, also when it is an unstructured one.
final class Presence: Sendable {
    @TaskLocal static var current: Presence?
}
