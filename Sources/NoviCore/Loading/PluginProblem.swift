/// Why a file in a root is not a plugin that can be used.
package struct PluginProblem: Error, Sendable, Hashable {
    /// The kind of problem; stable, for programs.
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The name cannot be part of a qualified class name.
        case badName = "BAD_NAME"
        /// `foo.so` and `libfoo.so` stand side by side.
        case ambiguousModule = "AMBIGUOUS_MODULE"
        /// Another root, searched before, has a module with this name.
        case shadowed = "SHADOWED"
        /// A link leads nowhere or to itself.
        case brokenLink = "BROKEN_LINK"
        /// A folder, a pipe, a socket or a device.
        case notRegular = "NOT_REGULAR"
        /// The file or folder may not be read.
        case unreadable = "UNREADABLE"
        /// No shared library at all.
        case notELF = "NOT_ELF"
        /// Not for a 64-bit little-endian machine.
        case wrongClass = "WRONG_CLASS"
        /// For another processor.
        case wrongArchitecture = "WRONG_ARCH"
        /// A program or an object file.
        case notSharedObject = "NOT_SHARED_OBJECT"
        /// The file ends before what its header announces.
        case truncated = "TRUNCATED"
        /// What the header announces is not where it says.
        case corruptELF = "CORRUPT_ELF"
        /// No code: what was split off a library for debugging.
        case noCode = "NO_CODE"
        /// It wants memory that can be both written and executed.
        case writableCode = "WRITABLE_CODE"
        /// It wants stacks that can be executed.
        case executableStack = "EXEC_STACK"
        /// The system's loader refuses the library.
        case loadFailed = "LOAD_FAILED"
        /// The library does not export `novi_plugin_v1`, or not as a function.
        case noEntry = "NO_ENTRY"
        /// A note of the library runs out of its place, or stands there twice.
        case badNote = "BAD_NOTE"
        /// The text of the plugin's note is not what it has to be.
        case badManifest = "BAD_MANIFEST"
        /// The plugin's note says something else than the plugin.
        case manifestMismatch = "MANIFEST_MISMATCH"
        /// The plugin asks for a newer host.
        case hostTooOld = "HOST_TOO_OLD"
        /// The plugin does not want to run in this host.
        case declined = "REFUSED"
        /// Built for another version of the interface.
        case abiMismatch = "ABI_MISMATCH"
        /// The plugin describes itself in a way that makes no sense.
        case badTable = "BAD_TABLE"
        /// Two classes of the plugin have the same name.
        case duplicateClass = "DUPLICATE_CLASS"
        /// Folders are nested too deep, or there are too many files.
        case tooMuch = "TOO_MUCH"
    }

    /// The kind of problem.
    package let code: Code
    /// One sentence: what is wrong.
    package let message: String
    /// One sentence: what to do about it.
    package let remedy: String

    /// Makes a problem.
    ///
    /// - Parameters:
    ///   - code: The kind of problem.
    ///   - message: One sentence: what is wrong.
    ///   - remedy: One sentence: what to do about it.
    package init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}

/// One entry of a root whose name ends in `.so`, and what became of it.
package struct PluginFile: Sendable, Hashable {
    /// What became of a file.
    package enum State: String, Sendable, Hashable {
        /// Its classes can be used.
        case loaded
        /// It cannot be used.
        case refused
        /// Another root, searched before, has a module with its name.
        case shadowed
        /// It once took down the process that looked at it.
        case quarantined
        /// It is still being written.
        case waiting
    }

    /// Where it is.
    ///
    /// Bytes that are not UTF-8 are written as `\xHH`.
    package let path: String
    /// The qualified name of its module; nil if its name is not legal.
    package let module: String?
    /// What became of it.
    package var state: State
    /// Why it is not loaded; nil if it is.
    package var problem: PluginProblem?
    /// The plugin's name and version; nil if it is not loaded.
    package var plugin: String?
    /// The qualified names of its classes.
    package var classes: [String] = []
}
