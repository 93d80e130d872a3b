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

let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let metrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")

let package = Package(
    name: "holdfast",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Holdfast", targets: ["Holdfast"]),
        .library(name: "HoldfastCore", targets: ["HoldfastCore"]),
        .library(name: "HoldfastZooKeeper", targets: ["HoldfastZooKeeper"]),
        .library(name: "HoldfastEnsemble", targets: ["HoldfastEnsemble"]),
        .library(name: "HoldfastTesting", targets: ["HoldfastTesting"]),
        .executable(name: "collector-worker", targets: ["CollectorWorker"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.100.0"),
    ],
    targets: [
        .systemLibrary(name: "CZooKeeper", providers: [.apt(["libzookeeper-mt-dev"])]),
        .target(name: "HoldfastCore", swiftSettings: settings),
        .target(
            name: "HoldfastZooKeeper",
            dependencies: ["CZooKeeper", logging, lifecycle],
            swiftSettings: settings
        ),
        .target(
            name: "Holdfast",
            dependencies: ["HoldfastCore", "HoldfastZooKeeper", logging, lifecycle, metrics],
            swiftSettings: settings
        ),
        .target(
            name: "HoldfastTesting",
            dependencies: ["Holdfast", "HoldfastCore", "HoldfastZooKeeper", logging],
            swiftSettings: settings
        ),
        .target(
            name: "HoldfastEnsemble",
            dependencies: [
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                logging,
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "CollectorWorker",
            dependencies: [
                "Holdfast", "HoldfastCore", "HoldfastZooKeeper", "HoldfastEnsemble", logging, lifecycle,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Examples/CollectorWorker",
            swiftSettings: settings
        ),
        .target(
            name: "ClientSupport",
            dependencies: ["HoldfastZooKeeper", "HoldfastEnsemble", logging],
            path: "Tests/ClientSupport",
            swiftSettings: settings
        ),
        .target(
            name: "TestSupport",
            dependencies: [
                "ClientSupport", "Holdfast", "HoldfastCore", "HoldfastEnsemble", "HoldfastZooKeeper", logging,
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "client-soak",
            dependencies: [
                "HoldfastZooKeeper", "HoldfastEnsemble", "ClientSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/SoakProgram",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "StateWriter",
            dependencies: ["Holdfast", "HoldfastCore"],
            path: "Tests/StateWriter",
            swiftSettings: settings
        ),
        .testTarget(name: "HoldfastCoreTests", dependencies: ["HoldfastCore"], swiftSettings: settings),
        .testTarget(
            name: "HoldfastZooKeeperTests",
            dependencies: [
                "HoldfastZooKeeper", "HoldfastEnsemble", "ClientSupport", logging,
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HoldfastTests",
            dependencies: [
                "Holdfast", "HoldfastCore", "HoldfastTesting", "HoldfastZooKeeper", "StateWriter", "ClientSupport",
                "TestSupport", logging, lifecycle,
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "PublisherTests",
            dependencies: ["Holdfast", "HoldfastCore", "HoldfastEnsemble", "HoldfastZooKeeper", "ClientSupport"],
            swiftSettings: settings
        ),
        .target(
            name: "Histories",
            dependencies: ["HoldfastTesting", "Holdfast", "HoldfastCore", "HoldfastZooKeeper", "TestSupport", logging],
            path: "Tests/Histories",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "simulate",
            dependencies: [
                "Histories", "HoldfastTesting", "HoldfastCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Simulate",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "mutants",
            dependencies: [
                "Histories", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Tests/Mutants",
            swiftSettings: settings
        ),
        .testTarget(
            name: "HoldfastTestingTests",
            dependencies: [
                "HoldfastTesting", "Histories", "Holdfast", "HoldfastCore", "HoldfastZooKeeper", "TestSupport", logging,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ContractTests",
            dependencies: ["HoldfastTesting", "HoldfastZooKeeper", "HoldfastEnsemble", "ClientSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CollectorWorkerTests",
            dependencies: [
                "CollectorWorker", "Holdfast", "HoldfastCore", "HoldfastTesting", "HoldfastZooKeeper", "TestSupport",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "ChaosSuite",
            dependencies: [
                "Histories", "Holdfast", "HoldfastCore", "HoldfastEnsemble", "HoldfastZooKeeper", "ClientSupport",
                "TestSupport",
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Tests/Chaos",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "chaos",
            dependencies: [
                "ChaosSuite", "CollectorWorker", lifecycle, logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Tests/ChaosProgram",
            swiftSettings: settings
        ),
        .testTarget(
            name: "ChaosTests",
            dependencies: [
                "ChaosSuite", "ClientSupport", "CollectorWorker", "HoldfastEnsemble", "HoldfastZooKeeper",
                "TestSupport",
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "ProjectTests", swiftSettings: settings),
        .testTarget(
            name: "IncidentTests",
            dependencies: [
                "CollectorWorker", "Holdfast", "HoldfastCore", "HoldfastEnsemble", "HoldfastZooKeeper", "TestSupport",
                logging,
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HoldfastEnsembleTests",
            dependencies: [
                "HoldfastEnsemble", "HoldfastZooKeeper", "ClientSupport", logging,
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
    ]
)

// Makes the documentation (`make docs`); nobody else needs it.
if Context.environment["HOLDFAST_DOCS"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"))
}

// The client and its tests alone, for builds that take long (`.ci/sanitize`).
if Context.environment["HOLDFAST_CLIENT_ALONE"] != nil {
    let names = [
        "CZooKeeper", "HoldfastZooKeeper", "HoldfastEnsemble", "ClientSupport", "client-soak", "HoldfastZooKeeperTests",
    ]
    package.targets.removeAll { !names.contains($0.name) }
    package.products.removeAll { !names.contains($0.name) }
}
