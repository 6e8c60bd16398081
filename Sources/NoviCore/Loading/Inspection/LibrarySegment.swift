/// A part of a library, and where it goes in memory.
struct LibrarySegment {
    let type: UInt32
    let flags: UInt32
    let offset: UInt64
    let address: UInt64
    let fileSize: UInt64
    let memorySize: UInt64
    let alignment: UInt64

    init(_ record: LibraryRecord) {
        type = record.number(0)
        flags = record.number(4)
        offset = record.number(8)
        address = record.number(16)
        fileSize = record.number(32)
        memorySize = record.number(40)
        alignment = record.number(48)
    }

    static let load: UInt32 = 1
    static let dynamic: UInt32 = 2
    static let note: UInt32 = 4
    static let headers: UInt32 = 6
    static let threadLocal: UInt32 = 7
    static let unwinding: UInt32 = 0x6474_E550
    static let stack: UInt32 = 0x6474_E551
    static let readOnlyAfterRelocation: UInt32 = 0x6474_E552
    static let property: UInt32 = 0x6474_E553

    var isExecutable: Bool { flags & 1 != 0 }
    var isWritable: Bool { flags & 2 != 0 }

    /// Where it ends in memory; checked for those that are loaded.
    var end: UInt64 { address + memorySize }

    /// Whether an area lies in what comes from the file.
    func holds(_ area: UInt64, _ size: UInt64) -> Bool {
        contains(area, size, within: fileSize)
    }

    /// Whether an area lies in memory.
    func maps(_ area: UInt64, _ size: UInt64) -> Bool {
        contains(area, size, within: memorySize)
    }

    private func contains(_ area: UInt64, _ size: UInt64, within limit: UInt64) -> Bool {
        area >= address && area - address <= limit && size <= limit - (area - address)
    }
}
