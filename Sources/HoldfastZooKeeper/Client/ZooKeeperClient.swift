public import Logging
public import ServiceLifecycle
import Synchronization

/// A ZooKeeper client: one session, kept alive over the C library by as many connections as it takes.
///
/// Run it beside what uses it, usually in a `ServiceGroup`:
///
/// ```swift
/// let zooKeeper = ZooKeeperClient(configuration: .init(servers: "zk1:2181,zk2:2181,zk3:2181"), logger: logger)
/// try await ServiceGroup(services: [zooKeeper, worker], gracefulShutdownSignals: [.sigterm], logger: logger).run()
/// ```
///
/// Until ``run()`` is called nothing is connected, and every operation fails with
/// ``ZooKeeperError/Code/connectionLoss``. The connection belongs to ``run()``: a client that is dropped without
/// ``close()`` leaves nothing behind, since what it had ended with its ``run()``.
public final class ZooKeeperClient: ZooKeeper, Service {
    /// What operations may use at the moment.
    enum Access {
        case refused(ZooKeeperError)
        case admitted(Handle, connection: Int)
    }

    private enum Life {
        case new
        case running
        case ended
    }

    let configuration: Configuration
    let settings: ClientSettings
    let logger: Logger
    let states = Latest(SessionState.connecting)
    let losses = EventFeed<Int64>()
    let inputs: AsyncStream<SessionInput>
    let inbox: AsyncStream<SessionInput>.Continuation
    let access = Mutex(Access.refused(.notConnected))
    private let life = Mutex(Life.new)
    private let end = Latch()

    /// A client that connects once ``run()`` is called.
    ///
    /// - Parameters:
    ///   - configuration: what it needs to know.
    ///   - logger: gets what the client does at debug level, and the lines of the C library at debug and trace
    ///     level. The library has one log for the process: where several clients run, the newest gets all lines,
    ///     and when it has ended nobody does.
    public init(configuration: Configuration, logger: Logger) {
        self.configuration = configuration
        settings = ClientSettings(configuration)
        self.logger = logger
        (inputs, inbox) = AsyncStream.makeStream(of: SessionInput.self, bufferingPolicy: .unbounded)
    }

    public var sessionStates: SessionStates { SessionStates(states) }

    /// The ids of the sessions that ended, each told once to everybody who listens, also to who is slow. (The states may
    /// skip a loss that was followed by a new session at once.) It ends with the client.
    public var lostSessions: EveryValue<Int64> { EveryValue(losses) }

    /// Keeps the session until the task is cancelled, a graceful shutdown begins, or ``close()`` is called; then closes
    /// it.
    ///
    /// To be called once. It returns when everything that it opened is closed and every operation is answered.
    ///
    /// - Throws: ``ZooKeeperError/Code/badArguments`` when the configuration cannot be;
    ///   ``ZooKeeperError/Code/authenticationFailed`` when the servers refused the client for good;
    ///   ``ZooKeeperError/Code/closed`` when it was run or closed before.
    public func run() async throws {
        let isFirst = life.withLock { life in
            guard case .new = life else { return false }
            life = .running
            return true
        }
        guard isFirst else {
            throw ZooKeeperError(.closed, "a client runs once, and this one was run or closed before")
        }
        do {
            try configuration.validate()
        } catch {
            _ = finish()
            throw error
        }
        await withTaskCancellationOrGracefulShutdownHandler {
            await SessionDriver.drive(self)
        } onCancelOrGracefulShutdown: {
            self.inbox.yield(.closeRequested)
        }
        let failure = finish()
        if let failure { throw failure }
    }

    /// Ends the session and ``run()``, and waits until that is done. It may be called from anywhere and more than once.
    ///
    /// Answers under way are awaited for ``Configuration/closeGrace``, then fail with ``ZooKeeperError/Code/closed``. A
    /// server that hangs delays the end by up to five seconds more; the wait ends after that in any case.
    public func close() async {
        let wasNew = life.withLock { life in
            guard case .new = life else { return false }
            life = .ended
            return true
        }
        if wasNew {
            _ = finish()
            return
        }
        inbox.yield(.closeRequested)
        await end.wait(atMost: configuration.closeGrace + .seconds(5))
    }

    /// The number of watches that are armed at the present connection; nil while operations are refused.
    package var watchCount: Int? { (try? admitted())?.0.table.watchCount }

    // MARK: For the driver

    func admit(_ handle: Handle, connection: Int) {
        handle.table.endWatches(before: connection)
        access.withLock { $0 = .admitted(handle, connection: connection) }
    }

    func refuse(_ error: ZooKeeperError) {
        access.withLock { $0 = .refused(error) }
    }

    /// What an operation may use.
    ///
    /// - Throws: the reason why there is nothing.
    func admitted() throws(ZooKeeperError) -> (Handle, connection: Int) {
        switch access.withLock({ $0 }) {
        case .refused(let error): throw error
        case .admitted(let handle, let connection): return (handle, connection)
        }
    }

    /// The end of the client: says so to all who follow it.
    private func finish() -> ZooKeeperError? {
        life.withLock { $0 = .ended }
        inbox.finish()
        var failure: ZooKeeperError?
        if case .failed = states.value {
            failure = ZooKeeperError(.authenticationFailed, "the servers refused the client's credentials")
        } else {
            states.set(.closed)
        }
        refuse(failure ?? .clientIsClosed)
        states.finish()
        losses.finish()
        end.open()
        return failure
    }
}
