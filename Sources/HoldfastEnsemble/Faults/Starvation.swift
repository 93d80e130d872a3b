import NIOCore
import NIOPosix
import Synchronization

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Stops a process and lets it run on in turn, so that it gets but a share of the time.
///
/// Its timers belong to an event loop, which outlives every ensemble; each beat looks whether it is still wanted.
final class Starvation: Sendable {
    private let process: ServerProcess
    private let running: TimeAmount
    private let stopped: TimeAmount
    private let isOver = Mutex(false)

    init(of process: ServerProcess, share: Double, period: Duration) {
        let nanoseconds = period / .nanoseconds(1)
        self.process = process
        self.running = .nanoseconds(Int64(nanoseconds * share))
        self.stopped = .nanoseconds(Int64(nanoseconds * (1 - share)))
    }

    func begin() {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        loop.execute { self.stop(on: loop) }
    }

    /// Lets the process run. Returns once no further signal of ours can come.
    func end() {
        self.isOver.withLock { isOver in
            isOver = true
            self.process.signal(SIGCONT)
        }
    }

    private func stop(on loop: any EventLoop) {
        guard self.sends(SIGSTOP) else { return }
        loop.scheduleTask(in: self.stopped) { self.letRun(on: loop) }
    }

    private func letRun(on loop: any EventLoop) {
        guard self.sends(SIGCONT) else { return }
        loop.scheduleTask(in: self.running) { self.stop(on: loop) }
    }

    /// Sends the signal unless it is over. Signals go out under the lock: none comes after ``end()``.
    private func sends(_ signal: Int32) -> Bool {
        self.isOver.withLock { isOver in
            guard !isOver, self.process.isRunning else { return false }
            self.process.signal(signal)
            return true
        }
    }
}
