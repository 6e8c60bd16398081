/// The notes in a library: pieces of data, each with an owner and a type.
struct LibraryNotes {
    /// More than the notes of any library take.
    private static let sizeLimit: UInt64 = 1 << 20
    private static let headerSize = 12
    /// Novi as the owner of a note, and GNU.
    private static let novi = Array("Novi\0".utf8)
    private static let gnu = Array("GNU\0".utf8)

    /// The text of the plugin's note; nil if there is none.
    private(set) var text: [UInt8]?
    /// What the linker calls this very build; nil if it was not asked to.
    private(set) var buildID: String?

    /// Reads the notes.
    ///
    /// Notes of others are passed over, damaged ones too unless one of Novi's
    /// stands behind them.
    ///
    /// - Parameter image: The library.
    /// - Throws: ``PluginProblem`` if a note of Novi's is damaged, or if there
    ///   are two.
    init(_ image: LibraryImage) throws(PluginProblem) {
        var size: UInt64 = 0
        for segment in image.segments where segment.type == LibrarySegment.note {
            size += segment.fileSize
            guard size <= Self.sizeLimit else {
                throw .badNote("it stands among more than \(Self.sizeLimit) bytes of notes")
            }
            let bytes = try image.file.read(segment.offset, Int(segment.fileSize))
            let isAligned = segment.offset % 4 == 0 && [0, 1, 4, 8].contains(segment.alignment)
            guard isAligned || !Self.mentionsNovi(bytes[...]) else {
                throw .badNote("it does not begin at a multiple of four bytes")
            }
            try walk(bytes, alignment: segment.alignment == 8 ? 8 : 4)
        }
    }

    private mutating func walk(_ bytes: [UInt8], alignment: Int) throws(PluginProblem) {
        var start = 0
        while bytes.count - start >= Self.headerSize {
            let nameSize = Int(bytes.number(at: start) as UInt32)
            let dataSize = Int(bytes.number(at: start + 4) as UInt32)
            let name = start + Self.headerSize
            let data = Self.round(name + nameSize, to: alignment)
            guard data + dataSize <= bytes.count else {
                guard !Self.mentionsNovi(bytes[start...]) else {
                    throw .badNote("it, or one before it, is longer than what holds it")
                }
                return
            }
            try take(
                bytes[name..<(name + nameSize)],
                type: bytes.number(at: start + 8),
                bytes[data..<(data + dataSize)]
            )
            start = Self.round(data + dataSize, to: alignment)
        }
    }

    private mutating func take(
        _ owner: ArraySlice<UInt8>,
        type: UInt32,
        _ data: ArraySlice<UInt8>
    ) throws(PluginProblem) {
        if owner.elementsEqual(Self.gnu), type == 3, buildID == nil, data.count <= 64 {
            buildID = data.hexadecimal
        }
        guard owner.elementsEqual(Self.novi), type == PluginNote.type else { return }
        guard text == nil else { throw .badNote("there are two of them") }
        // A compiler can only make it longer than its text, to a multiple of four.
        let end = (data.lastIndex { $0 != 0 } ?? data.startIndex - 1) + 1
        text = Array(data[..<end])
    }

    /// Whether bytes contain the head of a note of Novi's.
    private static func mentionsNovi(_ bytes: ArraySlice<UInt8>) -> Bool {
        let head: [UInt8] = novi
        guard bytes.count >= head.count else { return false }
        return bytes.indices.dropLast(head.count - 1).contains {
            bytes[$0] == head[0] && bytes[$0...].starts(with: head)
        }
    }

    private static func round(_ number: Int, to alignment: Int) -> Int {
        (number + alignment - 1) & ~(alignment - 1)
    }
}

extension PluginProblem {
    fileprivate static func badNote(_ what: String) -> PluginProblem {
        PluginProblem(
            .badNote,
            "The note in which the plugin describes itself is damaged: \(what).",
            remedy: "Make it once, with NOVI_NOTE of novi_activation.h, and build the plugin again."
        )
    }
}
