internal import CNovi

extension PluginNote {
    /// Compares the note with what the plugin says when it runs.
    ///
    /// The order of the classes does not matter.
    ///
    /// - Parameter description: What it says then.
    /// - Returns: What differs; nil if nothing does.
    package func mismatch(with description: PluginDescription) -> PluginProblem? {
        let pairs = [
            ("name", name, description.name), ("version", version, description.version),
            ("interface", interface, description.interface),
        ]
        for (what, expected, found) in pairs where !expected.utf8.elementsEqual(found.utf8) {
            return .mismatch(what, expected: "'\(expected)'", found: "'\(found)'")
        }
        let (expected, found) = (Set(classes), Set(description.classes.map(\.name)))
        guard expected != found else { return nil }
        return .mismatch(
            "classes",
            expected: Self.list(expected.subtracting(found), of: expected),
            found: Self.list(found.subtracting(expected), of: found)
        )
    }

    /// The names that the other side lacks, or that there are none.
    private static func list(_ names: Set<String>, of all: Set<String>) -> String {
        if all.isEmpty { return "none" }
        if names.isEmpty { return "no other than these" }
        let shown = names.sorted().prefix(8).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }

    /// Checks whether a plugin with this note can run in a host.
    ///
    /// - Parameter version: The version of the host, `0.5.0` for example.
    /// - Returns: Why it cannot; nil if it can, as far as the note tells.
    package func problem(onHost version: SemanticVersion) -> PluginProblem? {
        let major = NOVI_INTERFACE_VERSION_TEXT.prefix { $0 != "." }
        guard interface.prefix(while: { $0 != "." }) == major else {
            return PluginProblem(
                .abiMismatch,
                "It was built for version \(interface) of the interface; "
                    + "this host speaks \(NOVI_INTERFACE_VERSION_TEXT).",
                remedy: "Build it again with the novi_activation.h of this host."
            )
        }
        guard let minimumHost, version < minimumHost else { return nil }
        return PluginProblem(
            .hostTooOld,
            "It needs novi \(minimumHost) or newer; this is \(version).",
            remedy: "Update novi, or install an older version of the plugin."
        )
    }
}

extension PluginProblem {
    fileprivate static func mismatch(
        _ what: String,
        expected: String,
        found: String
    ) -> PluginProblem {
        PluginProblem(
            .manifestMismatch,
            "Its note and what it exports differ in '\(what)': "
                + "the note says \(expected), the plugin \(found).",
            remedy: "Correct the note, and build the plugin again."
        )
    }
}
