// An unsafe edge: files that anybody may have put there.

internal import Glibc

/// A look at a library that runs nothing of it.
///
/// The system's loader does not survive every file, and what it says about
/// some of the others misleads; so these are found before it sees them.
enum LibraryHeader {
    /// The processor of this host, as ELF numbers them.
    #if arch(x86_64)
    private static let machine: UInt16 = 62
    #elseif arch(arm64)
    private static let machine: UInt16 = 183
    #endif

    /// Checks that a file is a library that this host's loader can map.
    ///
    /// - Parameters:
    ///   - descriptor: The file.
    ///   - size: How many bytes it has.
    /// - Throws: ``PluginProblem`` if it is not.
    static func check(
        _ descriptor: Int32,
        size: Int
    ) throws(PluginProblem) {
        let header = read(descriptor, offset: 0, count: 64)
        guard header.count == 64, header.starts(with: [0x7F] + Array("ELF".utf8)) else {
            throw PluginProblem(
                .notELF,
                "It is not a shared library.",
                remedy: "Build the plugin, and install the .so file that results."
            )
        }
        guard header[4] == 2, header[5] == 1 else {
            throw PluginProblem(
                .wrongClass,
                "It is not made for a 64-bit little-endian machine.",
                remedy: "Build it for this machine."
            )
        }
        let found: UInt16 = header.number(at: 18)
        guard found == machine else {
            throw PluginProblem(
                .wrongArchitecture,
                "It is made for another processor (\(found), this host is \(machine)).",
                remedy: "Build it for this machine."
            )
        }
        guard header.number(at: 16) as UInt16 == 3 else { throw notShared }
        try checkSegments(descriptor, header: header, size: size)
    }

    /// Checks that all that the header announces is in the file.
    private static func checkSegments(
        _ descriptor: Int32,
        header: [UInt8],
        size: Int
    ) throws(PluginProblem) {
        let programs = Table(
            offset: header.number(at: 32),
            stride: header.number(at: 54),
            count: header.number(at: 56)
        )
        let sections = Table(
            offset: header.number(at: 40),
            stride: header.number(at: 58),
            count: header.number(at: 60)
        )
        guard programs.stride == 56, programs.count > 0, programs.fits(size), sections.fits(size)
        else { throw truncated }
        let table = read(
            descriptor,
            offset: Int(programs.offset),
            count: 56 * Int(programs.count)
        )
        guard table.count == 56 * Int(programs.count) else { throw truncated }
        for start in stride(from: 0, to: table.count, by: 56) {
            let offset: UInt64 = table.number(at: start + 8)
            let length: UInt64 = table.number(at: start + 32)
            let isMapped = [1, 2].contains(table.number(at: start) as UInt32)
            let (end, overflow) = offset.addingReportingOverflow(length)
            if isMapped, overflow || end > UInt64(size) { throw truncated }
        }
        try LibraryImage.check(descriptor, programs: table)
    }

    static let notShared = PluginProblem(
        .notSharedObject,
        "It is a program or an object file, not a shared library.",
        remedy: "Link it with -shared, or as a dynamic library product."
    )

    static let truncated = PluginProblem(
        .truncated,
        "It ends before what its header announces.",
        remedy: "Copy it again; write to another name and rename, so that nobody sees half of it."
    )

    private struct Table {
        let offset: UInt64
        let stride: UInt16
        let count: UInt16

        func fits(_ size: Int) -> Bool {
            let (end, overflow) = offset.addingReportingOverflow(UInt64(stride) * UInt64(count))
            return !overflow && end <= UInt64(size)
        }
    }

    static func read(_ descriptor: Int32, offset: Int, count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, used in
            used = max(pread(descriptor, buffer.baseAddress, count, offset), 0)
        }
    }
}

extension [UInt8] {
    /// The little-endian number at an offset; the caller knows that it is there.
    func number<Number: FixedWidthInteger>(at offset: Int) -> Number {
        withUnsafeBytes {
            Number(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Number.self))
        }
    }
}
