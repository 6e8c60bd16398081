// swift-tools-version:6.3
import PackageDescription

let package = Package(
    name: "shop",
    dependencies: [.package(name: "novi", path: "../../..", traits: ["Client"])],
    targets: [
        .executableTarget(
            name: "Shop",
            dependencies: [
                .product(name: "NoviClient", package: "novi"),
                // The program in which plugins are tried before the app uses them.
                .product(name: "novi-plugin-probe", package: "novi"),
            ]
        ),
        .testTarget(
            name: "ShopTests",
            dependencies: ["Shop", .product(name: "NoviClient", package: "novi")]
        ),
    ]
)
