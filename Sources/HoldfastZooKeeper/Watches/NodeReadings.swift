/// What one look at a watched node gave.
public enum NodeReading<Value: Sendable>: Sendable {
    /// The node stands, and this was read.
    case present(Value)
    /// A server said that no node stands there.
    case missing
    /// It is not known: what was read before may hold still, or not. Another reading follows once it is known.
    case unknown(ZooKeeperError)
}

extension NodeReading: Equatable where Value: Equatable {}

/// A node, followed: the present reading first, then each newer one.
///
/// A watch is armed with every reading, and once it ended, by an event or by the loss of the connection, the node is read
/// again. A reading that fails is tried again, at once when the connection is back, else after a wait that grows from
/// 100 ms to 5 s; so the sequence never goes silent, and says ``NodeReading/unknown(_:)`` once in the meantime. Changes
/// that follow each other quickly may come as one; a reading that is equal to the one before is left out.
///
/// It ends when the client is closed or was refused for good, or the task that reads it is cancelled. Each iterator looks
/// for itself, and begins with a reading.
public struct NodeReadings<Value: Sendable & Equatable>: AsyncSequence, Sendable {
    public typealias Element = NodeReading<Value>
    public typealias Failure = Never

    typealias Read = @Sendable (_ watch: Watch) async throws(ZooKeeperError) -> Value

    let client: any ZooKeeper
    let path: ZNodePath
    let clock: any Clock<Duration>
    let read: Read

    public func makeAsyncIterator() -> Iterator {
        Iterator(readings: self)
    }

    public struct Iterator: AsyncIteratorProtocol, Sendable {
        private static var firstWait: Duration { .milliseconds(100) }
        private static var longestWait: Duration { .seconds(5) }

        private let readings: NodeReadings
        private var armed: Watch?
        private var last: Element?
        private var wait = Self.firstWait
        private var isOver = false

        fileprivate init(readings: NodeReadings) {
            self.readings = readings
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async -> Element? {
            while !isOver {
                if let armed, !(await hasEnded(armed)) { break }
                armed = nil
                if let reading = await look(), reading != last {
                    last = reading
                    return reading
                }
            }
            isOver = true
            armed = nil
            return nil
        }

        /// Waits for the end of the watch; false when nothing can follow.
        private func hasEnded(_ watch: Watch) async -> Bool {
            do throws(ZooKeeperError) {
                return try await watch.outcome() != .closed
            } catch {
                return false
            }
        }

        /// Reads the node once; nil when there is nothing new to say.
        private mutating func look() async -> Element? {
            do throws(ZooKeeperError) {
                let watch = Watch()
                let reading = try await read(arming: watch)
                wait = Self.firstWait
                if reading != nil { armed = watch }
                return reading
            } catch {
                return await failed(error)
            }
        }

        /// nil where the node came to be while it was found missing.
        private func read(arming watch: Watch) async throws(ZooKeeperError) -> Element? {
            do throws(ZooKeeperError) {
                return .present(try await readings.read(watch))
            } catch {
                guard error.code == .noNode else { throw error }
            }
            return try await readings.client.exists(readings.path, arming: watch) == nil ? .missing : nil
        }

        private mutating func failed(_ error: ZooKeeperError) async -> Element? {
            switch error.code {
            case .closed, .authenticationFailed, .cancelled:
                isOver = true
                return nil
            default: break
            }
            // The first failure is told before anything is waited for.
            guard case .unknown = last else { return .unknown(error) }
            if error.code == .connectionLoss || error.code == .sessionExpired, await waitForAnotherConnection() {
                return nil
            }
            do {
                try await readings.clock.sleep(for: wait)
            } catch {
                isOver = true
            }
            wait = Swift.min(wait * 2, Self.longestWait)
            return nil
        }

        /// Whether there was none and is one now.
        private mutating func waitForAnotherConnection() async -> Bool {
            var wasUnconnected = false
            for await state in readings.client.sessionStates {
                if case .connected = state { return wasUnconnected }
                if state.isTerminal { break }
                wasUnconnected = true
            }
            isOver = true
            return false
        }
    }
}

extension ZooKeeper {
    /// The data of a node, followed through changes, lost connections and new sessions.
    ///
    /// - Parameters:
    ///   - path: the node.
    ///   - clock: measures the waits after failures; a simulation has its own.
    public func dataReadings(
        of path: ZNodePath, clock: any Clock<Duration> = ContinuousClock()
    ) -> NodeReadings<NodeData> {
        NodeReadings(client: self, path: path, clock: clock) { watch throws(ZooKeeperError) in
            try await self.data(at: path, arming: watch)
        }
    }

    /// The children of a node, followed through changes, lost connections and new sessions.
    ///
    /// - Parameters:
    ///   - path: the node.
    ///   - clock: measures the waits after failures; a simulation has its own.
    public func childrenReadings(
        of path: ZNodePath, clock: any Clock<Duration> = ContinuousClock()
    ) -> NodeReadings<Children> {
        NodeReadings(client: self, path: path, clock: clock) { watch throws(ZooKeeperError) in
            try await self.children(of: path, arming: watch)
        }
    }
}
