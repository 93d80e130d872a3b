/// Runs server processes as child tasks: one group, fed by a stream, for as long as the ensemble lives.
struct ServerLauncher: Sendable {
    private let launches: AsyncStream<ServerProcess>
    private let feed: AsyncStream<ServerProcess>.Continuation

    init() {
        (self.launches, self.feed) = AsyncStream.makeStream()
    }

    /// Starts the process and waits until it exists.
    ///
    /// - Throws: ``EnsembleError`` with the code `launchFailed`, or `ended` after ``finish()``.
    func launch(_ process: ServerProcess) async throws(EnsembleError) {
        if case .terminated = self.feed.yield(process) {
            process.ended.set(())
            throw EnsembleError(.ended, "the ensemble is being taken down")
        }
        _ = try await process.started.value.get()
    }

    /// Lets ``run()`` end once the processes have ended.
    func finish() {
        self.feed.finish()
    }

    /// Runs what is launched. Returns after ``finish()``, or when cancelled, once every process has ended.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await process in self.launches {
                group.addTask { await process.run() }
            }
        }
    }
}
