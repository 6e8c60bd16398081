// An unsafe edge: files that anybody may have put there.

internal import CNoviSystem
internal import Glibc

/// What the system says about a file without reading it.
struct FileStatus {
    /// Which content a file had when it was looked at.
    ///
    /// The time of the last change of status cannot be set by those who copy an old
    /// time along, and a file that is replaced has another number.
    struct Stamp: Hashable {
        var device: UInt64
        var node: UInt64
        var size: Int64
        /// When the content was changed, in nanoseconds since 1970.
        var contentTime: Int64
        /// When the status was changed, in nanoseconds since 1970.
        var statusTime: Int64
    }

    /// Which content it has.
    let stamp: Stamp
    /// Who owns it.
    let owner: uid_t
    /// Its kind and who may do what with it.
    let mode: mode_t

    fileprivate init(_ status: stat) {
        stamp = Stamp(status)
        owner = status.st_uid
        mode = status.st_mode
    }

    /// Looks at a path and not at what a link leads to; nil if nothing is there.
    init?(ofEntry path: [UInt8]) {
        var status = stat()
        guard lstat(path.map { CChar(bitPattern: $0) } + [0], &status) == 0 else { return nil }
        self.init(status)
    }

    /// Whether it is a file, and no link, folder, pipe or device.
    var isRegular: Bool { mode & S_IFMT == S_IFREG }

    /// Whether it is a link.
    var isLink: Bool { mode & S_IFMT == S_IFLNK }
}

/// An entry of a root that has been opened for reading, and is a file.
struct OpenedFile: ~Copyable {
    /// How many bytes a library may have.
    private static let sizeLimit = 512 << 20

    /// The descriptor; it is closed with this value.
    let descriptor: Int32
    /// What it is.
    let status: FileStatus

    /// Which content it has.
    var stamp: FileStatus.Stamp { status.stamp }

    /// Opens a file.
    ///
    /// - Parameter path: The bytes of its path.
    /// - Throws: ``PluginProblem`` if it cannot be opened, or is no regular file.
    init(_ path: [UInt8]) throws(PluginProblem) {
        let (descriptor, status) = try Self.open(path)
        self.descriptor = descriptor
        self.status = FileStatus(status)
    }

    private static func open(_ path: [UInt8]) throws(PluginProblem) -> (Int32, stat) {
        let path = path.map { CChar(bitPattern: $0) } + [0]
        // A pipe would block without O_NONBLOCK.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw problem(errno) }
        var status = stat()
        let problem =
            fstat(descriptor, &status) != 0
            ? problem(errno)
            : status.st_mode & S_IFMT != S_IFREG
                ? notRegular : status.st_size > sizeLimit ? tooLarge(status.st_size) : nil
        guard let problem else { return (descriptor, status) }
        close(descriptor)
        throw problem
    }

    deinit { close(descriptor) }

    private static func problem(_ code: Int32) -> PluginProblem {
        switch code {
        case ENOENT, ELOOP, ENOTDIR:
            PluginProblem(
                .brokenLink,
                "It is a link that leads nowhere.",
                remedy: "Correct the link, or remove it."
            )
        case ENXIO, ENODEV: notRegular
        case EMFILE, ENFILE: .outOfFiles
        default: .unreadable("It cannot be opened: \(String(cString: strerror(code))).")
        }
    }

    private static func tooLarge(_ size: Int) -> PluginProblem {
        PluginProblem(
            .tooLarge,
            "It has \(size >> 20) MiB; a plugin may have \(sizeLimit >> 20).",
            remedy: "Build it without debugging information, or take it away."
        )
    }

    private static let notRegular = PluginProblem(
        .notRegular,
        "It is not a regular file.",
        remedy: "Take it out of the folder, or give it another name."
    )
}

extension OpenedFile {
    /// Whether some process has the file open for writing.
    ///
    /// Where the kernel does not tell this user, the answer is no.
    var isBeingWritten: Bool { novi_is_being_written(descriptor) }
}

extension FileStatus.Stamp {
    /// Takes what the system says about a file.
    init(_ status: stat) {
        self.init(
            device: UInt64(status.st_dev),
            node: UInt64(status.st_ino),
            size: Int64(status.st_size),
            contentTime: Self.nanoseconds(status.st_mtim),
            statusTime: Self.nanoseconds(status.st_ctim)
        )
    }

    /// Looks at a file without opening it; nil if the path leads nowhere.
    init?(_ path: [UInt8]) {
        var status = Glibc.stat()
        guard stat(path.map { CChar(bitPattern: $0) } + [0], &status) == 0 else { return nil }
        self.init(status)
    }

    /// Whether enough time has passed since the last change for another one to get
    /// another time.
    var isSettled: Bool {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Self.nanoseconds(now) - max(contentTime, statusTime) > 50_000_000
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
