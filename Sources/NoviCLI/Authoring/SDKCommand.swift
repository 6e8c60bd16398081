import ArgumentParser
import Foundation
import NoviAuthoring

/// `novi sdk`.
struct SDKCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sdk",
        abstract: "Get the SDK for plugin authors.",
        subcommands: [Export.self]
    )

    /// `novi sdk export`.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write the SDK into a folder.",
            discussion: """
                The header of the interface, the module NoviActivation for Swift, and a package \
                that a plugin's package can depend on by path. It is the SDK of this command's \
                version, and needs nothing from the network.
                """
        )

        @Argument(help: "The folder to write, which must be empty or new.")
        var folder: String

        func run() async throws {
            try await reporting {
                try NewFolder(URL(filePath: folder)).write(PackageFile.sdk)
                printLine("The SDK is in \(folder). A Package.swift depends on it with")
                printLine("    .package(name: \"novi\", path: \"\(folder)\", traits: [])")
                printLine("and 'novi plugin new NAME --sdk \(folder)' writes one that does.")
            }
        }
    }
}
