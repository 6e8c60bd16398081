/// What a library says about itself without being run.
package struct LibraryFacts: Sendable, Hashable {
    /// Where a library has Swift's runtime from.
    package enum SwiftRuntime: String, Sendable, Hashable {
        /// Nothing in it is written in Swift, as far as can be seen.
        case none
        /// It takes the one of its host.
        case shared
        /// It brings its own.
        case own
    }

    /// The processor that it is made for, `x86-64` for example.
    package var processor: String
    /// The libraries that it needs, in the order in which they are looked up.
    package var neededLibraries: [String]
    /// The folders in which they are looked for first, joined by colons; nil
    /// if it names none.
    package var runPath: String?
    /// The name that others know it by; nil if it has none.
    package var soname: String?
    /// The versions of symbols that it needs, in order, by the library that has
    /// them.
    package var neededVersions: [String: [String]]
    /// What hosts of any version look for in it: `novi_plugin_v1`, in order.
    package var entries: [String]
    /// What the plugin says about itself; nil if it has no note.
    package var note: PluginNote?
    /// What the linker calls this very build, in hexadecimal digits; nil if it
    /// was not asked to.
    package var buildID: String?
    /// What the compilers, and perhaps the linker, say about themselves.
    package var compilers: [String]
    /// Where it has Swift's runtime from.
    package var swiftRuntime: SwiftRuntime
    /// How many bytes it has.
    package var size: Int
}

extension LibraryFacts {
    /// The oldest glibc that has all that it needs; nil if it needs no version
    /// at all.
    package var minimumGlibc: String? {
        let versions = neededVersions.values.joined().compactMap { name -> [Int]? in
            // Packed relocations came with 2.36, and have a name of their own.
            if name == "GLIBC_ABI_DT_RELR" { return [2, 36] }
            guard name.hasPrefix("GLIBC_") else { return nil }
            let parts = name.dropFirst(6).split(separator: ".", omittingEmptySubsequences: false)
            let numbers = parts.compactMap { Int($0) }
            return numbers.count == parts.count ? numbers : nil
        }
        return versions.max { $0.lexicographicallyPrecedes($1) }
            .map { $0.map(String.init).joined(separator: ".") }
    }

    /// The compiler of a library that has parts in Swift; nil if it has none,
    /// or does not say.
    package var swiftToolchain: String? {
        guard swiftRuntime != .none else { return nil }
        return compilers.first { $0.contains("swift") }
            ?? compilers.first { $0.contains("clang") } ?? note?.toolchain
    }

    /// One sentence: which hosts can load it.
    package var hosts: String {
        let system =
            "\(processor) Linux" + (minimumGlibc.map { " with glibc \($0) or newer" } ?? "")
        var sentence = "It loads on any \(system)"
        if swiftRuntime == .shared {
            let runtime = swiftToolchain.map { "of '\($0)'" } ?? "that it was built with"
            sentence = "It loads only on hosts with the Swift runtime \(runtime), on \(system)"
        }
        let others = neededLibraries.filter { !Self.isEverywhere($0) }
        if !others.isEmpty { sentence += ", and needs \(others.joined(separator: ", "))" }
        return sentence + "."
    }

    /// Whether a library comes with the system, with the host, or with Swift.
    private static func isEverywhere(_ library: String) -> Bool {
        let known: Set = [
            "libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1",
            "libutil.so.1", "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libgcc_s.so.1",
            "libstdc++.so.6",
        ]
        return known.contains(library) || isSwift(library)
    }

    /// Whether a library is part of Swift's runtime.
    static func isSwift(_ library: some StringProtocol) -> Bool {
        let families = [
            "libswift", "libFoundation", "lib_Foundation", "libdispatch.so", "libBlocksRuntime.so",
        ]
        return families.contains { library.hasPrefix($0) }
    }
}
