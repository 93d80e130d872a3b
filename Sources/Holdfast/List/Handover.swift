internal import Synchronization

/// A value on its way from one owner to the next: nobody holds it meanwhile, so that whoever takes it changes it in place.
///
/// A task's closure and an event keep what they carry until they are gone. A long list's tables, carried as they are, would be copied
/// whole at the first change.
final class Handover<Value: Sendable>: Sendable {
    private let value: Mutex<Value?>

    init(_ value: consuming Value) {
        self.value = Mutex(value)
    }

    /// Takes the value; nil where it was taken before.
    func take() -> Value? {
        value.withLock { $0.take() }
    }
}
