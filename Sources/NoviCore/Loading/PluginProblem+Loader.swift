internal import CNoviSystem

extension PluginProblem {
    /// The system's loader does not take a library.
    ///
    /// - Parameters:
    ///   - reason: What it says; nil if it says nothing.
    ///   - path: The path that it was given.
    /// - Returns: What is wrong.
    static func loadFailed(_ reason: String?, path: String) -> PluginProblem {
        var reason = reason ?? "no reason was given"
        if reason.hasPrefix("\(path): ") { reason.removeFirst(path.count + 2) }
        // The file is a copy, whose path says nothing to anybody.
        reason = reason.replacing(" (required by \(path))", with: "")
        if reason.hasPrefix("undefined symbol: ") || reason.hasPrefix("symbol ") {
            return PluginProblem(
                .unresolvedSymbol,
                "It needs what no library offers: \(reason).",
                remedy: ["$s", "swift_"].contains { reason.hasPrefix("undefined symbol: \($0)") }
                    ? carryTheRuntime
                    : "Link it with -Wl,-z,defs, which finds what is missing when it is built."
            )
        }
        if reason.contains("cannot open shared object file") {
            let library = reason.split(separator: ":").first.map(String.init) ?? ""
            return .missingDependencies([library])
        }
        if reason.hasPrefix("version `") || reason.contains(": version `") {
            return PluginProblem(
                .missingDependency,
                "It was built for a newer system: \(reason).",
                remedy: "Build it on the oldest system on which it has to run, or update this one."
            )
        }
        return PluginProblem(
            .loadFailed,
            "The system's loader refuses it: \(reason).",
            remedy: "Install what it needs, or build it again on this system."
        )
    }

    /// What makes a plugin in Swift independent of the host's toolchain.
    fileprivate static let carryTheRuntime =
        "Build it with 'swift build -c release -Xswiftc -static-stdlib', so that it carries the Swift "
        + "runtime that it needs."

    /// Libraries are missing.
    ///
    /// - Parameter libraries: Their names.
    /// - Returns: The problem.
    package static func missingDependencies(_ libraries: [String]) -> PluginProblem {
        PluginProblem(
            .missingDependency,
            "It needs libraries that this system lacks: \(libraries.joined(separator: ", ")).",
            remedy: libraries.contains(where: LibraryFacts.isSwift)
                ? carryTheRuntime
                : "Install them where the system's loader looks, or link them into the plugin."
        )
    }
}

extension LibraryFacts {
    /// A library that it needs, or that it takes the place of, by a path; nil if there
    /// is none.
    ///
    /// No check looks at what is at such a path, and the system's loader takes a
    /// library that has the path of another as its name for that one.
    var pathProblem: PluginProblem? {
        let names = neededLibraries + [soname].compactMap(\.self)
        guard let name = names.first(where: { $0.contains("/") }) else { return nil }
        return PluginProblem(
            .boundToPath,
            "It names a library by a path, '\(name)'.",
            remedy: "Link it with -l or into the plugin, and give -Wl,-soname a plain name."
        )
    }

    /// Why this host's Swift runtime is not the one that the library needs; nil if
    /// it is, or if it needs none.
    var toolchainProblem: PluginProblem? {
        let host = String(cString: novi_toolchain())
        guard swiftRuntime == .shared, let built = swiftToolchain, !host.isEmpty,
            built.hasPrefix("clang version"), built != host
        else { return nil }
        return PluginProblem(
            .toolchainMismatch,
            "It needs the Swift runtime of '\(built)'; this host has that of '\(host)'.",
            remedy: PluginProblem.carryTheRuntime
        )
    }
}
