internal import Glibc

/// What was installed together with the running program.
///
/// It is found by the way from the program to it, so the whole may be moved.
package enum Installation {
    /// Finds a program or a folder.
    ///
    /// - Parameter ways: Ways to it from the program's folder, in order.
    /// - Returns: The path of the first that is there and may be run or
    ///   entered, without links; nil if none is.
    package static func find(_ ways: String...) -> String? {
        guard let program = resolve("/proc/self/exe") else { return nil }
        let folder = program.split(separator: "/").dropLast().joined(separator: "/")
        return ways.lazy.compactMap { resolve("/\(folder)/\($0)") }.first { access($0, X_OK) == 0 }
    }

    /// Adds the plugins that came with the program to the folders with plugins.
    ///
    /// They come last, so whatever else has a module takes its place.
    ///
    /// - Parameter roots: The folders, in order.
    package static func addPlugins(to roots: inout [String]) {
        guard let own = find("../lib/novi/novi_activations"),
            !roots.contains(where: { resolve($0) == own })
        else { return }
        roots.append(own)
    }

    private static func resolve(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
