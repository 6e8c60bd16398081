import NoviCore
import Testing

/// A way to spoil a library, and what is then said about it.
struct LibraryDamage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let code: PluginProblem.Code
    let apply: @Sendable (inout EditableLibrary) throws -> Void

    init(
        _ name: String,
        _ code: PluginProblem.Code = .corruptELF,
        _ apply: @escaping @Sendable (inout EditableLibrary) throws -> Void
    ) {
        testDescription = name
        self.code = code
        self.apply = apply
    }
}

// MARK: - Header and segments

extension LibraryDamage {
    static let far: UInt64 = 0x7FFF_FFFF_FFFF_FFF0

    static let ofHeader = [
        LibraryDamage("no version of the format") { $0.bytes[6] = 0 },
        LibraryDamage("next version of the format") { $0.bytes[6] = 2 },
        LibraryDamage("next version in the header") { $0.set(20, 4, to: 2) },
        LibraryDamage("FreeBSD", .wrongArchitecture) { $0.bytes[7] = 9 },
        LibraryDamage("larger program headers", .truncated) { $0.set(54, 2, to: 57) },
        LibraryDamage("smaller program headers", .truncated) { $0.set(54, 2, to: 55) },
        LibraryDamage("program headers behind the end", .truncated) {
            $0.set(32, 8, to: UInt64($0.bytes.count))
        },
        LibraryDamage("program headers beyond the end", .truncated) {
            $0.set(32, 8, to: UInt64($0.bytes.count - 56))
        },
        LibraryDamage("far too many segments") { $0.set(56, 2, to: 257) },
    ]

    static let ofSegments = [
        LibraryDamage("notes beyond the end", .truncated) {
            try $0.set($0.segment(4) + 8, 8, to: UInt64($0.bytes.count))
        },
        LibraryDamage("notes without an end", .truncated) {
            try $0.set($0.segment(4) + 32, 8, to: .max)
        },
        LibraryDamage("segment that runs over the end of numbers", .truncated) {
            let segment = try $0.segment(1, flags: 5)
            $0.set(segment + 8, 8, to: .max - 0xFFF)
            $0.set(segment + 32, 8, to: 0x2000)
        },
        LibraryDamage("no file behind code", .noCode) {
            try $0.set($0.segment(1, flags: 5) + 32, 8, to: 0)
        },
        LibraryDamage("code that cannot run", .noCode) {
            try $0.set($0.segment(1, flags: 5) + 4, 4, to: 4)
        },
        LibraryDamage("nothing is loaded") {
            for index in 0..<Int($0.number(at: 56, 2)) { $0.set(64 + 56 * index, 4, to: 0) }
        },
        LibraryDamage("thread memory with an odd alignment") {
            try $0.set($0.segment(7) + 48, 8, to: 3)
        },
        LibraryDamage("thread memory without alignment") {
            try $0.set($0.segment(7) + 48, 8, to: 0)
        },
        LibraryDamage("endless thread memory") { try $0.set($0.segment(7) + 40, 8, to: .max) },
        LibraryDamage("thread memory that is smaller than its start") {
            try $0.set($0.segment(7) + 40, 8, to: 1)
        },
        LibraryDamage("thread memory from elsewhere") {
            try $0.set($0.segment(7) + 16, 8, to: far)
        },
        LibraryDamage("no thread memory") { try $0.set($0.segment(7), 4, to: 0) },
        LibraryDamage("protection of other memory") {
            try $0.set($0.segment(0x6474_E552) + 16, 8, to: far)
        },
        LibraryDamage("protection of too much memory") {
            try $0.set($0.segment(0x6474_E552) + 40, 8, to: 1 << 30)
        },
        LibraryDamage("no word on stacks", .executableStack) {
            try $0.set($0.segment(0x6474_E551), 4, to: 0)
        },
    ]
}

// MARK: - Dynamic section

extension LibraryDamage {
    static let ofDynamicSection = [
        LibraryDamage("no list of tables") { try $0.set($0.segment(2), 4, to: 0) },
        LibraryDamage("two lists of tables") { try $0.set($0.segment(4), 4, to: 2) },
        LibraryDamage("list of tables elsewhere") {
            try $0.set($0.segment(2) + 8, 8, to: 0)
        },
        LibraryDamage("changes to code", .writableCode) {
            try $0.set($0.entry(0x6FFF_FFF9), 8, to: 22)
        },
        LibraryDamage("unknown kind of table") { try $0.set($0.entry(25), 8, to: 0x2000) },
        LibraryDamage("huge kind of table") { try $0.set($0.entry(25), 8, to: 1 << 40) },
        LibraryDamage("end before the end") { try $0.set($0.entry(25), 8, to: 0) },
        LibraryDamage("a program", .notSharedObject) {
            let entry = try $0.entry(0x6FFF_FFF9)
            $0.set(entry, 8, to: 0x6FFF_FFFB)
            $0.set(entry + 8, 8, to: 0x0800_0000)
        },
        LibraryDamage("no names") { try $0.set($0.entry(5), 8, to: 0x6000_0010) },
        LibraryDamage("no size of names") { try $0.set($0.entry(10), 8, to: 0x6000_0010) },
        LibraryDamage("no relocations, but a size") { try $0.set($0.entry(7), 8, to: 0x6000_0010) },
        LibraryDamage("no size of relocations") { try $0.set($0.entry(8), 8, to: 0x6000_0010) },
        LibraryDamage("odd size of relocations") { try $0.set($0.entry(8) + 8, 8, to: 25) },
        LibraryDamage("names without an end") {
            try $0.set($0.entry(10) + 8, 8, to: $0.number(at: $0.entry(10) + 8, 8) - 1)
        },
        LibraryDamage("unnamed library") { try $0.set($0.entry(1) + 8, 8, to: 1 << 31) },
    ]
}
