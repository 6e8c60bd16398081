/// Why a file in a root is not a plugin that can be used.
public struct PluginProblem: Error, Sendable, Hashable {
    /// The kind of problem; stable, for programs.
    public enum Code: String, Sendable, Hashable, CaseIterable {
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
        /// It needs a library, or a version of one, that this system lacks.
        case missingDependency = "MISSING_DEPENDENCY"
        /// It needs a function or a variable that no library offers.
        case unresolvedSymbol = "UNRESOLVED_SYMBOL"
        /// It was built for the Swift runtime of another toolchain.
        case toolchainMismatch = "TOOLCHAIN_MISMATCH"
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
        /// An activation takes longer than it should.
        case slow = "SLOW"
        /// Somebody is still writing the file.
        case beingWritten = "BEING_WRITTEN"
        /// Too many builds of the plugin are in this process.
        case tooManyBuilds = "TOO_MANY_BUILDS"
        /// An activation in use cannot be created any more.
        case createFailed = "CREATE_FAILED"
        /// Folders are nested too deep, or there are too many files.
        case tooMuch = "TOO_MUCH"
        /// The file is larger than any plugin.
        case tooLarge = "TOO_LARGE"
        /// Somebody else could change the file.
        case insecurePermissions = "INSECURE_PERMISSIONS"
        /// The configuration says that it is not to be used.
        case disabled = "DISABLED"
        /// The lock file does not name it.
        case notLocked = "NOT_LOCKED"
        /// Its content is not the one that the lock file names.
        case lockMismatch = "LOCK_MISMATCH"
        /// It is not signed.
        case notSigned = "NOT_SIGNED"
        /// Its signature is not that of a trusted key.
        case badSignature = "BAD_SIGNATURE"
        /// The lock file cannot be used, or stands where it must not.
        case badLockFile = "BAD_LOCK_FILE"
        /// The file of trusted keys cannot be used, or stands where it must not.
        case badKeyFile = "BAD_KEY_FILE"
        /// Another file has the same content.
        case alias = "ALIAS"
        /// It crashed the process in which it was tried.
        case probeCrashed = "PROBE_CRASHED"
        /// It ended the process in which it was tried.
        case probeExited = "PROBE_EXITED"
        /// It did not come to an end when it was tried.
        case probeTimeout = "PROBE_TIMEOUT"
        /// It cannot be tried in a process of its own.
        case probeUnavailable = "PROBE_UNAVAILABLE"
        /// It is tried with fewer fences than Novi knows.
        case sandboxIncomplete = "SANDBOX_INCOMPLETE"
        /// A process ended while it was loading it or made an instance of it.
        case hostCrashed = "HOST_CRASHED"
        /// It changed something of the process in which it was tried.
        case sideEffect = "SIDE_EFFECT"
        /// It called the system for something that plugins must not do.
        case forbiddenCall = "FORBIDDEN_CALL"
        /// It has not been tried yet.
        case untried = "UNTRIED"
        /// This process may open no more files.
        case outOfFiles = "OUT_OF_FILES"
        /// It names other libraries, or itself, by a path.
        case boundToPath = "BOUND_TO_PATH"
        /// It printed while it was tried.
        case strayOutput = "STRAY_OUTPUT"
        /// It describes itself otherwise than when it was tried.
        case inconsistent = "INCONSISTENT"
        /// The folder for private copies cannot be used.
        case cacheUnusable = "CACHE_UNUSABLE"
    }

    /// The kind of problem.
    public let code: Code
    /// One sentence: what is wrong.
    public let message: String
    /// One sentence: what to do about it.
    public let remedy: String

    /// Makes a problem.
    ///
    /// What a plugin says may be part of the sentences, so line ends and whatever
    /// else would steer a terminal or make up a line of a log are escaped.
    ///
    /// - Parameters:
    ///   - code: The kind of problem.
    ///   - message: One sentence: what is wrong.
    ///   - remedy: One sentence: what to do about it.
    public init(_ code: Code, _ message: String, remedy: String) {
        self.code = code
        self.message = ModuleName.printable(message.utf8)
        self.remedy = ModuleName.printable(remedy.utf8)
    }
}

extension PluginProblem: CustomStringConvertible {
    /// The code, what is wrong, and what to do.
    public var description: String { "\(code.rawValue): \(message) \(remedy)" }
}

/// One entry of a root whose name ends in `.so`, and what became of it.
public struct PluginFile: Sendable, Hashable {
    /// What became of a file.
    public enum State: String, Sendable, Hashable {
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
        /// It cannot be used, and what it was before goes on serving.
        case outdated
    }

    /// Where it is.
    ///
    /// Bytes that are not UTF-8 are written as `\xHH`.
    public let path: String
    /// The qualified name of its module; nil if its name is not legal.
    public let module: String?
    /// What became of it.
    public var state: State
    /// Why it is not loaded; nil if it is.
    public var problem: PluginProblem?
    /// What should be mended although it is loaded.
    public var warnings: [PluginProblem] = []
    /// The plugin's name and version; nil if it is not loaded.
    public var plugin: String?
    /// The qualified names of its classes.
    public var classes: [String] = []
    /// Which build of the plugin serves, counted from 1 since this process began;
    /// nil if none does.
    public var generation: Int?
    /// The hash of its content; nil if it was refused before it was read.
    public var hash: ContentHash?
}
