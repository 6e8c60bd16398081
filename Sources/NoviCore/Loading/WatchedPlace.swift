// An unsafe edge: notices of the kernel.

internal import CNoviSystem
internal import Glibc

/// A folder in which something of interest may change.
package struct WatchedPlace: Sendable, Hashable {
    /// The bytes of the path.
    let path: [UInt8]
    /// The names in it that are of interest; nil for plugins and folders.
    let names: Set<[UInt8]>?

    /// A folder with plugins.
    init(plugins path: [UInt8]) {
        self.path = path
        names = nil
    }

    /// A folder of which only one entry is of interest.
    init(entry path: [UInt8]) {
        let slash = path.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { Array(path[..<$0]) } ?? [UInt8(ascii: ".")]
        self.init(
            folder.isEmpty ? [UInt8(ascii: "/")] : folder,
            [
                Array(path[(slash.map { $0 + 1 } ?? 0)...])
            ]
        )
    }

    /// How many links the system follows.
    private static let linkLimit = 40

    /// The entries that lead to a path, those to which links lead among them: where
    /// one of them changes, or appears, the path may lead to something else.
    static func way(to path: [UInt8]) -> Set<WatchedPlace> {
        let slash = UInt8(ascii: "/")
        var places: Set<WatchedPlace> = []
        var ways = [path]
        var links = 0
        while var entry = ways.popLast()?[...] {
            while true {
                while entry.count > 1, entry.last == slash { entry.removeLast() }
                guard !entry.isEmpty, entry != [slash] else { break }
                places.insert(WatchedPlace(entry: Array(entry)))
                let folder = entry[..<(entry.lastIndex(of: slash).map { $0 + 1 } ?? 0)]
                if links < linkLimit, let target = PathTrust.content(ofLink: Array(entry)) {
                    links += 1
                    ways.append(target.first == slash ? target : folder + target)
                }
                entry = folder
            }
        }
        return places
    }

    private init(_ path: [UInt8], _ names: Set<[UInt8]>?) {
        self.path = path
        self.names = names
    }

    /// Both, for two that are the same folder.
    func joined(with other: WatchedPlace) -> WatchedPlace {
        guard let names, let others = other.names else { return WatchedPlace(path, nil) }
        return WatchedPlace(path, names.union(others))
    }

    /// Whether the folder is there.
    var exists: Bool { FileIdentity.isFolder(path) }

    /// Has the kernel watch the folder.
    ///
    /// - Parameter notices: Where it tells what happens.
    /// - Returns: The number of the watch; -1 if it does not.
    func add(to notices: Int32) -> Int32 {
        let content = UInt32(IN_CLOSE_WRITE) | UInt32(IN_ATTRIB)
        let names =
            UInt32(IN_CREATE) | UInt32(IN_DELETE) | UInt32(IN_MOVED_FROM) | UInt32(IN_MOVED_TO)
        let itself = UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_ONLYDIR)
        return inotify_add_watch(
            notices,
            path.map { CChar(bitPattern: $0) } + [0],
            content | names | itself
        )
    }

    /// Whether an event in the folder is of interest.
    func concerns(_ event: FolderEvent) -> Bool {
        guard !event.name.isEmpty else { return true }
        if let names { return names.contains(event.name) }
        // An entry of another name may be a folder, or lead to one.
        return ModuleName.isLibrary(event.name)
            || event.name.suffix(7).elementsEqual(".so.sig".utf8)
            || !event.isContent
    }

    /// Whether the folder may be changed from another machine, of which the kernel
    /// does not tell.
    var isRemote: Bool {
        // NFS, CIFS, SMB 2, 9p, FUSE, AFS, Ceph
        let types: Set<UInt32> = [
            0x6969, 0xFF53_4D42, 0xFE53_4D42, 0x0102_1997, 0x6573_5546, 0x5346_414F, 0x00C3_6400,
        ]
        return types.contains(novi_file_system(path.map { CChar(bitPattern: $0) } + [0]))
    }
}

/// Something that has happened in a folder.
struct FolderEvent {
    /// The number of the kernel's watch.
    let watch: Int32
    /// The name of the entry; empty for the folder itself.
    let name: [UInt8]
    private let mask: UInt32

    /// Whether events were lost.
    var isOverflow: Bool { mask & UInt32(IN_Q_OVERFLOW) != 0 }

    /// Whether a file's content or rights have changed, and not which entries there
    /// are.
    var isContent: Bool { mask & (UInt32(IN_CLOSE_WRITE) | UInt32(IN_ATTRIB)) != 0 }

    /// Takes the events that have happened, some of them at least.
    static func read(from notices: Int32) -> [FolderEvent] {
        let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, used in
            used = max(Glibc.read(notices, buffer.baseAddress, buffer.count), 0)
        }
        var events: [FolderEvent] = []
        var start = 0
        while start + 16 <= bytes.count {
            let length = Int(bytes.number(at: start + 12) as UInt32)
            let name = bytes[(start + 16)..<(start + 16 + length)].prefix { $0 != 0 }
            events.append(
                FolderEvent(
                    watch: bytes.number(at: start),
                    name: Array(name),
                    mask: bytes.number(at: start + 4)
                )
            )
            start += 16 + length
        }
        return events
    }
}
