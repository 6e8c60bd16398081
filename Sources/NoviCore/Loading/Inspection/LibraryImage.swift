/// What a library becomes in memory: its segments (System V ABI, chapter 5).
struct LibraryImage {
    let file: LibraryFile
    /// All segments, in the order of the file.
    let segments: [LibrarySegment]
    /// The segments that are loaded, in the order of their addresses.
    let loaded: [LibrarySegment]

    /// Reads and checks the segments.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - head: Its header.
    /// - Throws: ``PluginProblem`` if the loader must not see them.
    init(_ file: LibraryFile, _ head: LibraryHead) throws(PluginProblem) {
        self.file = file
        var segments: [LibrarySegment] = []
        try file.forEach(
            from: head.programOffset,
            count: UInt64(head.programCount),
            stride: LibraryHead.programSize
        ) { _, record in
            segments.append(LibrarySegment(record))
            return true
        }
        self.segments = segments
        loaded = segments.filter { $0.type == LibrarySegment.load }
        try checkFile()
        try checkLoaded()
        try checkOthers(head)
    }

    private func checkFile() throws(PluginProblem) {
        let read = [
            LibrarySegment.load, LibrarySegment.dynamic, LibrarySegment.note,
            LibrarySegment.threadLocal,
        ]
        for segment in segments where read.contains(segment.type) {
            guard file.holds(segment.offset, segment.fileSize) else { throw .truncated }
        }
    }

    private func checkLoaded() throws(PluginProblem) {
        var last: UInt64 = 0
        for segment in loaded {
            let (alignment, address) = (max(segment.alignment, 1), segment.address)
            guard alignment & (alignment - 1) == 0,
                address & (alignment - 1) == segment.offset & (alignment - 1),
                segment.memorySize >= segment.fileSize,
                address >= last, address < 1 << 47, segment.memorySize < 1 << 40
            else { throw .corrupt("its segments overlap, or do not fit where they are to go") }
            last = segment.end
            if segment.isWritable, segment.isExecutable { throw .writableCode }
        }
        guard last > 0 else { throw .corrupt("nothing of it is to be loaded") }
        guard loaded.contains(where: { $0.isExecutable && $0.fileSize > 0 }) else { throw .noCode }
    }

    private func checkOthers(_ head: LibraryHead) throws(PluginProblem) {
        for segment in segments {
            switch segment.type {
            case LibrarySegment.stack:
                if segment.isExecutable { throw .executableStack }
            case LibrarySegment.headers:
                let size = UInt64(head.programCount * LibraryHead.programSize)
                guard offset(of: segment.address, size) == head.programOffset else {
                    throw .corrupt("its headers are not where it says")
                }
            case LibrarySegment.threadLocal: try check(threadLocal: segment)
            case LibrarySegment.readOnlyAfterRelocation: try check(protected: segment)
            case LibrarySegment.note, LibrarySegment.property, LibrarySegment.unwinding:
                guard isInPlace(segment) else {
                    throw .corrupt("a part of it is not where it says")
                }
            default: break
            }
        }
        // Without the header, the system's loader makes stacks executable on x86-64.
        #if arch(x86_64)
        guard segments.contains(where: { $0.type == LibrarySegment.stack }) else {
            throw .executableStack
        }
        #endif
    }

    private func check(threadLocal segment: LibrarySegment) throws(PluginProblem) {
        guard segment.memorySize > 0 else { return }
        let alignment = segment.alignment
        guard alignment > 0, alignment & (alignment - 1) == 0, alignment <= 1 << 20,
            segment.memorySize >= segment.fileSize, segment.memorySize <= 1 << 30,
            isInPlace(segment)
        else { throw .corrupt("what it wants for each thread makes no sense") }
    }

    private func check(protected segment: LibrarySegment) throws(PluginProblem) {
        // Linkers may round its end up to a page.
        let isOwn = loaded.contains {
            $0.isWritable && $0.maps(segment.address, 1)
                && segment.memorySize <= pageEnd($0.end) - segment.address
        }
        guard segment.memorySize == 0 || isOwn else {
            throw .corrupt("it would protect memory that is not its own")
        }
    }

    /// Whether what the loader reads in memory is what the file has there.
    private func isInPlace(_ segment: LibrarySegment) -> Bool {
        segment.fileSize == 0 || offset(of: segment.address, segment.fileSize) == segment.offset
    }

    private func pageEnd(_ address: UInt64) -> UInt64 { (address + 0xFFFF) & ~0xFFFF }
}

// MARK: - Addresses

extension LibraryImage {
    /// The loaded segment that an address may belong to.
    private func segment(near address: UInt64) -> LibrarySegment? {
        var (low, high) = (0, loaded.count)
        while low < high {
            let middle = (low + high) / 2
            if loaded[middle].address <= address { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? loaded[low - 1] : nil
    }

    /// Whether an area lies in what comes from the file.
    func holds(_ area: UInt64, _ size: UInt64) -> Bool {
        segment(near: area)?.holds(area, size) ?? false
    }

    /// Whether an area lies in memory that the library may write to while it
    /// is loaded.
    func canWrite(_ area: UInt64, _ size: UInt64) -> Bool {
        segment(near: area).map { $0.isWritable && $0.maps(area, size) } ?? false
    }

    /// Whether an area lies in memory.
    func maps(_ area: UInt64, _ size: UInt64) -> Bool {
        segment(near: area)?.maps(area, size) ?? false
    }

    /// Whether code from the file begins at an address.
    func isCode(_ address: UInt64) -> Bool {
        segment(near: address).map { $0.isExecutable && $0.holds(address, 1) } ?? false
    }

    /// Where in the file an area is; nil if it does not come from there.
    func offset(of area: UInt64, _ size: UInt64) -> UInt64? {
        guard let segment = segment(near: area), segment.holds(area, size) else { return nil }
        return segment.offset + (area - segment.address)
    }

    /// How many bytes of the file are loaded from an address on, without a gap.
    func rest(from address: UInt64) -> UInt64 {
        guard let segment = segment(near: address), segment.holds(address, 0) else { return 0 }
        return segment.fileSize - (address - segment.address)
    }
}
