internal import CoreMetrics
internal import HoldfastCore
internal import HoldfastZooKeeper

/// What a worker counts, each with its list as a dimension.
struct WorkerMetrics: Sendable {
    private let holding: Gauge
    private let running: Gauge
    private let starts: Counter
    private let stops: Counter
    private let failures: Counter
    private let reads: Counter
    private let readFailures: Counter

    init(list: ZNodePath, factory: any MetricsFactory = MetricsSystem.factory) {
        let dimensions = [("list", list.description)]
        holding = Gauge(label: "holdfast_holding_active", dimensions: dimensions, factory: factory)
        running = Gauge(label: "holdfast_things_active", dimensions: dimensions, factory: factory)
        starts = Counter(label: "holdfast_thing_starts_total", dimensions: dimensions, factory: factory)
        stops = Counter(label: "holdfast_thing_stops_total", dimensions: dimensions, factory: factory)
        failures = Counter(label: "holdfast_thing_failures_total", dimensions: dimensions, factory: factory)
        reads = Counter(label: "holdfast_list_reads_total", dimensions: dimensions, factory: factory)
        readFailures = Counter(label: "holdfast_list_read_failures_total", dimensions: dimensions, factory: factory)
    }

    /// 1 while holding, else 0.
    func stands(_ posture: Posture) {
        holding.record(posture.isHolding ? 1 : 0)
    }

    /// That many Things have a task.
    func run(_ count: Int) {
        running.record(count)
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
        if error != nil { readFailures.increment() }
    }
}
