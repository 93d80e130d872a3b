import Benchmark
import HoldfastCore
import HoldfastZooKeeper

/// The hot paths of the core and of the client, without servers.
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration.metrics = [.wallClock, .cpuTotal, .throughput]
    Benchmark.defaultConfiguration.maxDuration = .seconds(3)

    Benchmark("A reading of 100,000 with one change") { benchmark in
        var list = ModelledList(things: 100_000)
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(list.readOneChange()) }
        // To let go of 100,000 Things is no part of it.
        benchmark.stopMeasurement()
    }

    Benchmark("A first reading of 10,000") { benchmark in
        for _ in benchmark.scaledIterations { blackHole(ModelledList(things: 10_000)) }
    }

    Benchmark(
        "Core events, 100 Things: readings that change nothing", configuration: .init(scalingFactor: .kilo)
    ) { benchmark in
        var list = ModelledList(things: 100)
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(list.readAgain()) }
    }

    Benchmark(
        "Core events, 100 Things: a connection lost, made, and the list read",
        configuration: .init(scalingFactor: .kilo)
    ) { benchmark in
        var list = ModelledList(things: 100)
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations { blackHole(list.reconnect()) }
    }

    Benchmark("Paths of 10,000 names", configuration: .init(scalingFactor: .one)) { benchmark in
        let list: ZNodePath = "/collectors/plant-7"
        let names = (0..<10_000).map { ZNodeName("thing-\($0)") }
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            for name in names { blackHole(try? list.appending(name)) }
        }
    }
}
