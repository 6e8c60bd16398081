// swift-tools-version:6.3
import PackageDescription

// What a plugin's package asks of Novi's repository it may ask of this folder as well: the name,
// the product, and that traits can be left out.
let package = Package(
    name: "novi",
    products: [
        .library(name: "NoviActivation", targets: ["NoviActivation", "CNovi"]),
        .library(name: "NoviActivationTesting", targets: ["NoviActivationTesting"]),
    ],
    traits: [.default(enabledTraits: [])],
    targets: [
        .target(name: "CNovi"),
        .target(name: "CNoviTesting"),
        .target(name: "NoviActivation", dependencies: ["CNovi"]),
        .target(
            name: "NoviActivationTesting",
            dependencies: ["CNovi", "CNoviTesting", "NoviActivation"]
        ),
    ]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
