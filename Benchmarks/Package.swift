// swift-tools-version:6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
]

let package = Package(
    name: "holdfast-benchmarks",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "bare-list", targets: ["BareList"]),
        .executable(name: "bare-reads", targets: ["BareReads"]),
        .executable(name: "bare-tasks", targets: ["BareTasks"]),
        .executable(name: "list-worker", targets: ["ListWorker"]),
        .executable(name: "read-benchmark", targets: ["ReadBenchmark"]),
        .executable(name: "scale-benchmark", targets: ["ScaleBenchmark"]),
    ],
    dependencies: [
        .package(name: "holdfast", path: ".."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        // Without its traits it counts allocations only where jemalloc is; it needs nothing installed then.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    ],
    targets: [
        .executableTarget(name: "BareList", linkerSettings: [.linkedLibrary("zookeeper_mt")]),
        .executableTarget(name: "BareReads", linkerSettings: [.linkedLibrary("zookeeper_mt")]),
        .executableTarget(name: "BareTasks", swiftSettings: settings),
        .executableTarget(
            name: "ReadBenchmark",
            dependencies: [
                .product(name: "HoldfastEnsemble", package: "holdfast"),
                .product(name: "HoldfastZooKeeper", package: "holdfast"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "ListWorker",
            dependencies: [
                .product(name: "Holdfast", package: "holdfast"),
                .product(name: "HoldfastCore", package: "holdfast"),
                .product(name: "HoldfastZooKeeper", package: "holdfast"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "ScaleBenchmark",
            dependencies: [
                .product(name: "HoldfastCore", package: "holdfast"),
                .product(name: "HoldfastEnsemble", package: "holdfast"),
                .product(name: "HoldfastZooKeeper", package: "holdfast"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "HotPaths",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "HoldfastCore", package: "holdfast"),
                .product(name: "HoldfastZooKeeper", package: "holdfast"),
            ],
            path: "Benchmarks/HotPaths",
            swiftSettings: settings,
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        ),
    ]
)
