#if HOLDFAST_THREAD_SANITIZER

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Stands in for `Synchronization.Mutex` where the thread sanitizer looks on.
///
/// The sanitizer knows the locks of the system and not those of the standard library, which are made of atomics in a part
/// of it that is not instrumented: it would call every guarded access a race. This one is a lock of the system, and is
/// compiled nowhere else.
///
/// Proof of `@unchecked`: the value is reached only in `withLock`, with the lock held.
struct Mutex<Value>: ~Copyable, @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let value: UnsafeMutablePointer<Value>

    init(_ initial: sending Value) {
        lock = .allocate(capacity: 1)
        lock.initialize(to: pthread_mutex_t())
        pthread_mutex_init(lock, nil)
        value = .allocate(capacity: 1)
        value.initialize(to: initial)
    }

    deinit {
        pthread_mutex_destroy(lock)
        lock.deallocate()
        value.deinitialize(count: 1)
        value.deallocate()
    }

    func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return try body(&value.pointee)
    }
}

#endif
