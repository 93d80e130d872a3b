import Logging

// What takes its time: each runs as a child task beside the loop, and comes back as an input.
extension SessionDriver {
    func resolve(in group: inout DiscardingTaskGroup) {
        let servers = client.settings.servers
        let inbox = client.inbox
        group.addTask {
            // A look-up can take half a minute; the end of the client does not wait for it.
            let answer = try? await BlockingQueue.runUnlessCancelled { AddressResolver.resolve(servers) }
            if let answer { inbox.yield(.resolved(answer, of: servers)) }
        }
    }

    mutating func open(
        _ number: Int, _ address: ServerAddress, resuming credentials: SessionCredentials?,
        in group: inout DiscardingTaskGroup
    ) {
        let inbox = client.inbox
        let configuration = client.configuration
        client.logger.debug("trying a server", metadata: [LogKey.address: "\(address)"])
        let limits = HandleLimits(inFlight: configuration.maximumInFlight, watchBytes: configuration.maximumWatchBytes)
        let hooks = HandleHooks(
            onEvent: { inbox.yield(.event(handle: number, $0)) },
            onUnneeded: { inbox.yield(.watchUnneeded(handle: number, $0)) }
        )
        let handle = Handle(at: address, limits, hooks)
        handles[number] = handle
        group.addTask {
            if await handle.open(
                timeout: configuration.sessionTimeout, resuming: credentials, secured: configuration.security
            ) {
                inbox.yield(.opened(handle: number))
            } else {
                _ = await handle.close(.disconnected, sparingConnected: false, grace: .zero)
                inbox.yield(.openingFailed(handle: number))
            }
        }
    }

    func sync(_ number: Int, _ syncNumber: Int, in group: inout DiscardingTaskGroup) {
        guard let handle = handles[number] else { return }
        let inbox = client.inbox
        let credentials = client.settings.credentials
        group.addTask {
            do throws(ZooKeeperError) {
                for credentials in credentials { try await handle.show(credentials) }
                try await handle.sync(.root, for: nil)
                inbox.yield(.synced(number: syncNumber))
            } catch {
                inbox.yield(.syncFailed(number: syncNumber, error))
            }
        }
    }

    /// Shows what was added after the others were shown and before the connection was admitted.
    func showLateCredentials(to handle: Handle, in group: inout DiscardingTaskGroup) {
        let credentials = client.settings.credentials
        guard !credentials.isEmpty else { return }
        group.addTask {
            for credentials in credentials { try? await handle.show(credentials) }
        }
    }

    func retire(_ number: Int, in group: inout DiscardingTaskGroup) {
        guard let handle = handles[number] else { return }
        let inbox = client.inbox
        group.addTask {
            let isClosed = await handle.close(.disconnected, sparingConnected: true, grace: .zero)
            inbox.yield(isClosed ? .retired(handle: number) : .spared(handle: number))
        }
    }

    func closeAtLoss(_ number: Int, in group: inout DiscardingTaskGroup) {
        guard let handle = handles[number] else { return }
        let inbox = client.inbox
        let limit = machine.settings.usefulLife
        group.addTask {
            inbox.yield(await handle.leave(within: limit) ? .retired(handle: number) : .lossNotSeen(handle: number))
        }
    }

    func close(_ number: Int, in group: inout DiscardingTaskGroup) {
        guard let handle = handles[number] else { return }
        handle.cancelDeparture()
        let inbox = client.inbox
        group.addTask {
            // Answers that are in the library's queue already are given the time to come through.
            _ = await handle.close(.sessionLost, sparingConnected: false, grace: .milliseconds(100))
            inbox.yield(.closed(handle: number))
        }
    }

    mutating func armTimer(in group: inout DiscardingTaskGroup) {
        guard let deadline = machine.nextDeadline else { return }
        if let armedFor, armedFor <= deadline { return }
        armedFor = deadline
        let inbox = client.inbox
        let instant = start + deadline
        group.addTask {
            try? await Task.sleep(until: instant, clock: .continuous)
            inbox.yield(.timePassed(armedFor: deadline))
        }
    }

    // MARK: Handles that were left

    mutating func abandon(_ number: Int, in group: inout DiscardingTaskGroup) {
        abandoned.insert(number)
        handles[number]?.table.endWatches(before: .max)
        leave(number, in: &group)
    }

    /// Closes it once its connection is lost.
    func leave(_ number: Int, in group: inout DiscardingTaskGroup) {
        guard let handle = handles[number] else { return }
        let inbox = client.inbox
        if case .connected = machine.phase { nudge(number, in: &group) }
        group.addTask {
            inbox.yield(
                await handle.leave(within: .seconds(1)) ? .retired(handle: number) : .departureFailed(handle: number))
        }
    }

    /// A write of a session that moved on makes the server close the connection. The root cannot be deleted, so nothing
    /// changes where the session has not moved. (A read or a sync is answered by some servers all the same.)
    func nudge(_ number: Int, in group: inout DiscardingTaskGroup) {
        guard let handle = handles[number] else { return }
        group.addTask { try? await handle.delete(.root, version: nil, for: nil) }
    }

    func abandonedHandleChanged(_ number: Int, _ kind: HandleEvent.Kind, in group: inout DiscardingTaskGroup) {
        switch kind {
        // Its departure was missed, and is tried anew; when it takes the session back, the next connection elsewhere takes
        // it again.
        case .connectionLost, .connected: break
        case .sessionExpired, .authenticationFailed: closeAbandoned(number, in: &group)
        }
    }

    func closeAbandoned(_ number: Int, in group: inout DiscardingTaskGroup) {
        close(number, in: &group)
    }
}
