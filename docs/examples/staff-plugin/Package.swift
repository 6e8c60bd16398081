// swift-tools-version:6.3
import PackageDescription

let package = Package(
    name: "staff-plugin",
    products: [.library(name: "staff", type: .dynamic, targets: ["staff"])],
    dependencies: [.package(name: "novi", path: "../../..", traits: [])],
    targets: [
        .target(name: "staff", dependencies: [.product(name: "NoviActivation", package: "novi")]),
        .testTarget(
            name: "staffTests",
            dependencies: ["staff", .product(name: "NoviActivationTesting", package: "novi")]
        ),
    ]
)
