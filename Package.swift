// swift-tools-version:6.3
import PackageDescription

/// What an app asks for with `traits: ["Client"]`, and what the server adds to
/// it.
///
/// A plugin's package asks for neither (`traits: []`) and so fetches no other
/// package at all.
let client: TargetDependencyCondition? = .when(traits: ["Client"])
let server: TargetDependencyCondition? = .when(traits: ["Server"])

let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser",
    package: "swift-argument-parser",
    condition: server
)

let package = Package(
    name: "novi",
    products: [
        // The BaseActivation protocol module: the SDK for plugin authors.
        .library(name: "NoviActivation", targets: ["NoviActivation", "CNovi"]),
        // What a plugin's tests import: a host for tests, and the contract.
        .library(name: "NoviActivationTesting", targets: ["NoviActivationTesting"]),
        // What a host app imports.
        .library(name: "NoviClient", targets: ["NoviClient"]),
        .executable(name: "novi", targets: ["novi"]),
        // What tries plugins for NoviClient and the command; it stands beside the program.
        .executable(name: "novi-plugin-probe", targets: ["novi-plugin-probe"]),
    ],
    traits: [
        .trait(name: "Client", description: "NoviClient, for an app that evaluates flags."),
        .trait(
            name: "Server",
            description: "The novi command, its server and the plugins that ship with it.",
            enabledTraits: ["Client"]
        ),
        .default(enabledTraits: ["Server"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    // A target names every module whose types it uses, also through another: SwiftPM builds anew
    // only what names what has changed.
    targets: [
        // Header only: the plugin interface and its specification.
        .target(name: "CNovi"),
        // What Swift cannot ask of Linux itself.
        .target(name: "CNoviSystem"),
        .systemLibrary(name: "CSeccomp"),
        // Header only: what Swift's Glibc leaves out.
        .target(name: "CNoviTesting"),
        .target(name: "NoviActivation", dependencies: ["CNovi"]),
        .target(
            name: "NoviActivationTesting",
            dependencies: ["CNovi", "CNoviTesting", "NoviActivation"]
        ),
        .target(
            name: "NoviCore",
            dependencies: [
                "CNovi", "CNoviSystem", "NoviActivation",
                .product(name: "Crypto", package: "swift-crypto", condition: client),
                .product(name: "Logging", package: "swift-log", condition: client),
            ]
        ),
        .target(
            name: "NoviStorage",
            dependencies: [
                "NoviActivation", "NoviCore",
                .product(name: "GRDB", package: "GRDB.swift", condition: client),
                .product(name: "GRDBSQLite", package: "GRDB.swift", condition: client),
                .product(name: "Logging", package: "swift-log", condition: client),
            ],
            resources: [.embedInCode("../../schema.sql")]
        ),
        .target(
            name: "NoviClient",
            dependencies: [
                "NoviActivation", "NoviCore", "NoviStorage",
                .product(name: "AsyncHTTPClient", package: "async-http-client", condition: client),
                .product(name: "NIOCore", package: "swift-nio", condition: client),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: client),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: client
                ),
            ]
        ),
        .target(
            name: "NoviWeb",
            dependencies: [
                "NoviActivation", "NoviClient", "NoviCore",
                .product(name: "Hummingbird", package: "hummingbird", condition: server),
            ]
        ),
        // The process in which plugins are tried.
        .executableTarget(
            name: "novi-plugin-probe",
            dependencies: [
                "CNovi", "CNoviSystem", "CSeccomp", "NoviActivation", "NoviActivationTesting",
                "NoviCore",
                .product(name: "Logging", package: "swift-log", condition: client),
            ],
            path: "Sources/NoviProbe"
        ),
        // Whether a plugin keeps the contract, found out by the program in which it is tried.
        .target(
            name: "NoviChecking",
            dependencies: ["NoviActivation", "NoviActivationTesting", "NoviCore"]
        ),
        // The SDK and the templates as text, for the command to write.
        .target(name: "CNoviFiles"),
        .target(name: "NoviAuthoring", dependencies: ["CNoviFiles", "NoviCore"]),
        .executableTarget(
            name: "novi",
            dependencies: [
                "NoviActivation", "NoviAuthoring", "NoviChecking", "NoviClient", "NoviCore",
                "NoviWeb", argumentParser,
                .product(name: "AsyncHTTPClient", package: "async-http-client", condition: server),
                .product(name: "Logging", package: "swift-log", condition: server),
                .product(name: "NIOCore", package: "swift-nio", condition: server),
                .product(name: "NIOHTTP1", package: "swift-nio", condition: server),
                .product(
                    name: "ServiceLifecycle",
                    package: "swift-service-lifecycle",
                    condition: server
                ),
                .product(
                    name: "UnixSignals",
                    package: "swift-service-lifecycle",
                    condition: server
                ),
            ],
            path: "Sources/NoviCLI"
        ),
    ]
)

// The activations that ship with Novi. Each is a library of its own; the line that exports it
// stands in a thin target beside it, so that one test binary can link the rules of several. What the
// file says about itself without being run is C.
let standardPlugins: [(name: String, library: String, dependencies: [Target.Dependency])] = [
    ("AndActivation", "and_activation", []),
    ("DateTimeActivation", "date_time_activation", []),
    ("OrActivation", "or_activation", []),
    (
        "WeightedRandomActivation", "weighted_random_activation",
        [.product(name: "Crypto", package: "swift-crypto", condition: server)]
    ),
]

for plugin in standardPlugins {
    package.targets += [
        .target(
            name: plugin.name,
            dependencies: ["CNovi", "NoviActivation"] + plugin.dependencies,
            path: "Plugins/\(plugin.name)/Rule"
        ),
        .target(
            name: "\(plugin.name)Note",
            dependencies: ["CNovi"],
            path: "Plugins/\(plugin.name)/Note",
            publicHeadersPath: "."
        ),
        .target(
            name: "\(plugin.name)Plugin",
            dependencies: [
                "CNovi", "NoviActivation", .byName(name: plugin.name),
                .byName(name: "\(plugin.name)Note"),
            ],
            path: "Plugins/\(plugin.name)/Export"
        ),
    ]
    package.products.append(
        .library(
            name: plugin.library,
            type: .dynamic,
            targets: ["\(plugin.name)Plugin"]
        )
    )
}

package.targets += [
    // What tests of several targets need: folders, programs that run.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "NoviActivationTests", dependencies: ["CNovi", "NoviActivation"]),
    .testTarget(
        name: "NoviActivationTestingTests",
        dependencies: [
            "AndActivation", "CNovi", "DateTimeActivation", "NoviActivation",
            "NoviActivationTesting", "OrActivation", "TestSupport", "WeightedRandomActivation",
        ]
    ),
    .testTarget(
        name: "NoviCoreTests",
        dependencies: [
            "CNovi", "CNoviSystem", "NoviActivation", "NoviCore", "AndActivation", "OrActivation",
            "TestSupport", "novi-plugin-probe",
            .product(name: "Logging", package: "swift-log", condition: client),
        ],
        exclude: ["Data"]
    ),
    .testTarget(
        name: "NoviStorageTests",
        dependencies: [
            "NoviActivation", "NoviCore", "NoviStorage", "TestSupport",
            .product(name: "Logging", package: "swift-log", condition: client),
        ],
        exclude: ["Data"]
    ),
    .testTarget(name: "NoviAuthoringTests", dependencies: ["NoviAuthoring", "TestSupport"]),
    .testTarget(
        name: "NoviClientTests",
        dependencies: [
            "NoviActivation", "NoviClient", "NoviCore", "TestSupport", "novi-plugin-probe",
        ]
    ),
    .testTarget(
        name: "NoviWebTests",
        dependencies: [
            "NoviActivation", "NoviClient", "NoviCore", "NoviWeb",
            .product(name: "HummingbirdTesting", package: "hummingbird", condition: server),
            .product(name: "NIOPosix", package: "swift-nio", condition: server),
        ]
    ),
    .testTarget(
        name: "NoviCLITests",
        dependencies: ["NoviActivation", "TestSupport", "novi", "novi-plugin-probe"]
    ),
    .testTarget(
        name: "CompatibilityTests",
        dependencies: ["NoviActivation", "NoviClient", "NoviCore", "TestSupport", "novi"],
        exclude: ["Data"]
    ),
    .testTarget(
        name: "DateTimeActivationTests",
        dependencies: ["DateTimeActivation", "NoviActivation"],
        exclude: ["Data"]
    ),
    .testTarget(
        name: "WeightedRandomActivationTests",
        dependencies: ["NoviActivation", "WeightedRandomActivation"]
    ),
]

// `make bench`. Who only builds or tests Novi has nothing of it.
if Context.environment["NOVI_BENCHMARKS"] != nil {
    package.targets += [
        // The loops in C that Novi is measured against.
        .target(name: "CReference", path: "Tests/Benchmarks/CReference"),
        .target(
            name: "BenchmarkPlugin",
            dependencies: ["NoviActivation"],
            path: "Tests/Benchmarks/BenchmarkPlugin/Rule"
        ),
        .target(
            name: "BenchmarkPluginPlugin",
            dependencies: ["BenchmarkPlugin", "CNovi", "NoviActivation"],
            path: "Tests/Benchmarks/BenchmarkPlugin/Export"
        ),
        .executableTarget(
            name: "novi-benchmark-hello",
            dependencies: [
                .product(name: "Hummingbird", package: "hummingbird", condition: server)
            ],
            path: "Tests/Benchmarks/HelloServer"
        ),
        .executableTarget(
            name: "novi-benchmarks",
            dependencies: [
                "CReference", "NoviActivation", "NoviClient", "NoviCore", "TestSupport",
                argumentParser,
                .product(name: "GRDB", package: "GRDB.swift", condition: client),
                .product(name: "Logging", package: "swift-log", condition: client),
            ],
            path: "Tests/Benchmarks/NoviBenchmarks"
        ),
    ]
    package.products += [
        .library(name: "novi_benchmark_plugin", type: .dynamic, targets: ["BenchmarkPluginPlugin"])
    ]
}

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
        .enableUpcomingFeature("ExistentialAny"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
        .enableUpcomingFeature("InternalImportsByDefault"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
        .enableUpcomingFeature("MemberImportVisibility"),
        // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}
