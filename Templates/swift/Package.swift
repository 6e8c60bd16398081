// swift-tools-version:6.3
import PackageDescription

let package = Package(
    name: "plugin_name",
    products: [.library(name: "plugin_name", type: .dynamic, targets: ["plugin_name"])],
    dependencies: [.package(name: "novi", path: "novi-sdk", traits: [])],
    targets: [
        .target(
            name: "plugin_name",
            dependencies: [.product(name: "NoviActivation", package: "novi")]
        ),
        .testTarget(
            name: "plugin_nameTests",
            dependencies: [
                "plugin_name",
                .product(name: "NoviActivation", package: "novi"),
                .product(name: "NoviActivationTesting", package: "novi"),
            ]
        ),
    ]
)
