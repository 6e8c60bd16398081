import ArgumentParser

/// `novi plugin`.
struct PluginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "Write, check, install and look at plugins.",
        subcommands: [
            New.self, CheckCommand.self, InspectCommand.self, Install.self, Rollback.self,
            Remove.self,
            List.self, Reload.self, Retry.self, Lock.self, Verify.self, KeyGen.self, Sign.self,
        ]
    )
}
