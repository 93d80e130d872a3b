internal import CoreMetrics
internal import HoldfastCore
internal import HoldfastZooKeeper

/// What a worker counts, each with its list as a dimension.
struct WorkerMetrics: Sendable {
    /// How often what only time changes is recorded anew.
    static let interval = Duration.seconds(10)

    private let dimensions: [(String, String)]
    private let factory: any MetricsFactory
    private let holding: Gauge
    private let held: Gauge
    private let proofAge: Gauge
    private let running: Gauge
    private let suspended: Gauge
    private let pendingRemovals: Gauge
    private let pendingStarts: Gauge
    private let starts: Counter
    private let stops: Counter
    private let failures: Counter
    private let reads: Counter
    private let connections: Counter

    init(list: ZNodePath, factory: any MetricsFactory = MetricsSystem.factory) {
        let dimensions = [("list", list.description)]
        self.dimensions = dimensions
        self.factory = factory
        holding = Gauge(label: "holdfast_holding_active", dimensions: dimensions, factory: factory)
        held = Gauge(label: "holdfast_holding_seconds", dimensions: dimensions, factory: factory)
        proofAge = Gauge(label: "holdfast_proof_age_seconds", dimensions: dimensions, factory: factory)
        running = Gauge(label: "holdfast_things_active", dimensions: dimensions, factory: factory)
        suspended = Gauge(label: "holdfast_things_suspended", dimensions: dimensions, factory: factory)
        pendingRemovals = Gauge(label: "holdfast_removals_pending", dimensions: dimensions, factory: factory)
        pendingStarts = Gauge(label: "holdfast_starts_pending", dimensions: dimensions, factory: factory)
        starts = Counter(label: "holdfast_thing_starts_total", dimensions: dimensions, factory: factory)
        stops = Counter(label: "holdfast_thing_stops_total", dimensions: dimensions, factory: factory)
        failures = Counter(label: "holdfast_thing_failures_total", dimensions: dimensions, factory: factory)
        reads = Counter(label: "holdfast_list_reads_total", dimensions: dimensions, factory: factory)
        connections = Counter(label: "holdfast_connections_total", dimensions: dimensions, factory: factory)
    }

    /// How the worker stands: whether it holds, for how long, how old its oldest proof is, and what waits.
    func stands(_ posture: Posture, at now: Moment) {
        holding.record(posture.isHolding ? 1 : 0)
        held.record(posture.isHolding ? (now - posture.since).inSeconds : 0)
        if let provedAt = posture.provedAt { proofAge.record((now - provedAt).inSeconds) }
        suspended.record(posture.suspended.count)
        pendingRemovals.record(posture.removals.count)
        pendingStarts.record(posture.pendingStarts)
    }

    /// That many Things have a task.
    func run(_ count: Int) {
        running.record(count)
    }

    /// A connection was made, or made anew.
    func connected() {
        connections.increment()
    }

    func happened(_ event: WorkerEvent) {
        switch event {
        case .started: starts.increment()
        case .stopped: stops.increment()
        case .failed: failures.increment()
        case .updated, .suspended, .unreadable, .posture, .judged: break
        }
    }

    func readingEnded(error: ZooKeeperError?) {
        reads.increment()
        guard let error else { return }
        let reason = dimensions + [("reason", error.code.description)]
        Counter(label: "holdfast_list_read_failures_total", dimensions: reason, factory: factory).increment()
    }
}

extension Duration {
    fileprivate var inSeconds: Double { self / .seconds(1) }
}
