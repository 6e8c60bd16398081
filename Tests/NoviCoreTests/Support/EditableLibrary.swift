import Testing

/// The bytes of a library, and where in them things are.
struct EditableLibrary {
    var bytes: [UInt8]

    /// The number of so many bytes at an offset.
    func number(at offset: Int, _ size: Int) -> UInt64 {
        bytes[offset..<(offset + size)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// Overwrites the number of so many bytes at an offset.
    mutating func set(_ offset: Int, _ size: Int, to value: UInt64) {
        for index in 0..<size {
            bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index)))
        }
    }

    /// Where a program header of a type begins.
    func segment(_ type: UInt32, flags: UInt32? = nil) throws -> Int {
        try #require(
            (0..<Int(number(at: 56, 2))).map { 64 + 56 * $0 }.first { start in
                number(at: start, 4) == UInt64(type)
                    && (flags == nil || number(at: start + 4, 4) == flags.map(UInt64.init))
            }
        )
    }

    /// Where an entry of the dynamic section begins.
    func entry(_ tag: UInt64) throws -> Int {
        let header = try segment(2)
        let start = Int(number(at: header + 8, 8))
        let entries = stride(from: start, to: start + Int(number(at: header + 32, 8)), by: 16)
        return try #require(entries.first { number(at: $0, 8) == tag })
    }

    /// Where in the file the table is that an entry of the dynamic section
    /// names.
    func table(_ tag: UInt64) throws -> Int {
        try offset(of: number(at: entry(tag) + 8, 8))
    }

    /// Where in the file an address is.
    func offset(of address: UInt64) throws -> Int {
        let loads = (0..<Int(number(at: 56, 2))).map { 64 + 56 * $0 }
            .filter { number(at: $0, 4) == 1 }
        let load = try #require(
            loads.last { number(at: $0 + 16, 8) <= address }
        )
        return Int(number(at: load + 8, 8) + address - number(at: load + 16, 8))
    }

    /// Where the symbol with a name begins.
    func symbol(_ name: String) throws -> Int {
        let (symbols, names) = (try table(6), try table(5))
        // The names stand right behind the symbols, whichever linker made them.
        return try #require(
            stride(from: symbols, to: names, by: 24).first {
                let start = names + Int(number(at: $0, 4))
                return bytes[start...].prefix { $0 != 0 }.elementsEqual(name.utf8)
            }
        )
    }

    /// Where the first relocation begins that is of a kind, or fills a place.
    func relocation(_ kind: UInt64? = nil, filling place: UInt64? = nil) throws -> Int {
        let (start, size) = (try table(7), Int(try number(at: entry(8) + 8, 8)))
        return try #require(
            stride(from: start, to: start + size, by: 24).first {
                (kind == nil || number(at: $0 + 8, 4) == kind)
                    && (place == nil || number(at: $0, 8) == place)
            }
        )
    }
}
