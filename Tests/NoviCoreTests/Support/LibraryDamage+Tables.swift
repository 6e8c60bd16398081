import NoviCore

// The kinds of relocations are those of x86-64, where these damages are tried.

private let hash: UInt64 = 0x6FFF_FEF5
private let needs: UInt64 = 0x6FFF_FFFE
private let versions: UInt64 = 0x6FFF_FFF0

extension LibraryDamage {
    static let ofSymbols = [
        LibraryDamage("far name") { try $0.set($0.symbol("puts"), 4, to: 1 << 30) },
        LibraryDamage("first symbol with a name") { try $0.set($0.table(6), 4, to: 1) },
        LibraryDamage("first symbol with a value") { try $0.set($0.table(6) + 8, 8, to: 1) },
        LibraryDamage("foreign symbol that is hidden") {
            try $0.set($0.symbol("puts") + 5, 1, to: 2)
        },
        LibraryDamage("foreign symbol that is local") {
            try $0.set($0.symbol("puts") + 4, 1, to: 2)
        },
        LibraryDamage("foreign symbol without a name") { try $0.set($0.symbol("puts"), 4, to: 0) },
        LibraryDamage("function beyond the code") {
            try $0.set($0.symbol("novi_plugin_v1") + 8, 8, to: far)
        },
        LibraryDamage("function among data") {
            let data = try $0.number(at: $0.segment(1, flags: 6) + 16, 8)
            try $0.set($0.symbol("novi_plugin_v1") + 8, 8, to: data)
        },
        LibraryDamage("variable beyond the data") {
            try $0.set($0.symbol("names") + 8, 8, to: far)
        },
        LibraryDamage("entry that is data", .noEntry) {
            try $0.set($0.symbol("novi_plugin_v1") + 4, 1, to: 0x11)
        },
        LibraryDamage("entry that chooses", .noEntry) {
            try $0.set($0.symbol("novi_plugin_v1") + 4, 1, to: 0x1A)
        },
        LibraryDamage("hidden entry", .noEntry) {
            try $0.set($0.symbol("novi_plugin_v1") + 5, 1, to: 2)
        },
        LibraryDamage("local entry", .noEntry) {
            try $0.set($0.symbol("novi_plugin_v1") + 4, 1, to: 2)
        },
    ]

    static let ofHashTables = [
        LibraryDamage("filter of three words") { try $0.set($0.table(hash) + 8, 4, to: 3) },
        LibraryDamage("no filter") { try $0.set($0.table(hash) + 8, 4, to: 0) },
        LibraryDamage("endless filter") { try $0.set($0.table(hash) + 8, 4, to: 1 << 31) },
        LibraryDamage("endless buckets") { try $0.set($0.table(hash), 4, to: .max) },
        LibraryDamage("bucket beyond the symbols") {
            let table = try $0.table(hash)
            let filter = Int($0.number(at: table + 8, 4)) * 8
            $0.set(table + 16 + filter, 4, to: 0xFFFF_FFFF)
        },
        LibraryDamage("bucket before the symbols") {
            let table = try $0.table(hash)
            let filter = Int($0.number(at: table + 8, 4)) * 8
            $0.set(table + 4, 4, to: 100)
            $0.set(table + 16 + filter, 4, to: 99)
        },
        LibraryDamage("endless old buckets") { try $0.set($0.table(4), 4, to: .max) },
        LibraryDamage("endless old symbols") { try $0.set($0.table(4) + 4, 4, to: .max) },
        LibraryDamage("old bucket beyond the symbols") { try $0.set($0.table(4) + 8, 4, to: 9999) },
        LibraryDamage("run without an end") {
            let table = try $0.table(4)
            let symbol = try ($0.symbol("novi_plugin_v1") - $0.table(6)) / 24
            let buckets = Int($0.number(at: table, 4))
            $0.set(table + 8 + (buckets + symbol) * 4, 4, to: UInt64(symbol))
        },
    ]

    static let ofVersions = [
        LibraryDamage("version that is not there") {
            let symbol = try ($0.symbol("puts") - $0.table(6)) / 24
            try $0.set($0.table(versions) + symbol * 2, 2, to: 0x7FF0)
        },
        LibraryDamage("no versions of symbols") {
            try $0.set($0.entry(versions), 8, to: 0x6000_0010)
        },
        LibraryDamage("versions of a library that is not needed") {
            try $0.set($0.table(needs) + 4, 4, to: 0)
        },
        LibraryDamage("far name of a library") { try $0.set($0.table(needs) + 4, 4, to: 1 << 31) },
        LibraryDamage("far version") { try $0.set($0.table(needs) + 8, 4, to: 1 << 31) },
        LibraryDamage("far next library") { try $0.set($0.table(needs) + 12, 4, to: 1 << 31) },
        LibraryDamage("next library in between") { try $0.set($0.table(needs) + 12, 4, to: 1) },
        LibraryDamage("unknown form") { try $0.set($0.table(needs), 2, to: 2) },
    ]

    static let ofRelocations = [
        LibraryDamage("far place") { try $0.set($0.relocation(8), 8, to: far) },
        LibraryDamage("place in code", .writableCode) {
            let code = try $0.number(at: $0.segment(1, flags: 5) + 16, 8)
            try $0.set($0.relocation(8), 8, to: code)
        },
        LibraryDamage("place in the list of tables") {
            let dynamic = try $0.number(at: $0.segment(2) + 16, 8)
            try $0.set($0.relocation(6), 8, to: dynamic + 16)
        },
        LibraryDamage("place across two addresses") {
            let relocation = try $0.relocation(6)
            $0.set(relocation, 8, to: $0.number(at: relocation, 8) + 4)
        },
        LibraryDamage("symbol beyond the symbols") {
            try $0.set($0.relocation(6) + 12, 4, to: 0xFFFF)
        },
        LibraryDamage("copy") { try $0.set($0.relocation(6) + 8, 4, to: 5) },
        LibraryDamage("chooser that is no code") { try $0.set($0.relocation(8) + 8, 4, to: 37) },
        LibraryDamage("too many relative ones") {
            try $0.set($0.entry(0x6FFF_FFF9) + 8, 8, to: 1000)
        },
        LibraryDamage("call that is none") { try $0.set($0.table(23) + 8, 4, to: 0) },
        LibraryDamage("initialiser that is no code") {
            let slot = try $0.number(at: $0.entry(25) + 8, 8)
            try $0.set($0.relocation(filling: slot) + 16, 8, to: slot)
        },
        LibraryDamage("empty initialiser") {
            let slot = try $0.number(at: $0.entry(25) + 8, 8)
            try $0.set($0.relocation(filling: slot), 8, to: slot + 0x30)
        },
        LibraryDamage("endless initialisers") { try $0.set($0.entry(27) + 8, 8, to: 1 << 40) },
        LibraryDamage("initialiser among data") {
            try $0.set($0.entry(12) + 8, 8, to: $0.number(at: $0.entry(25) + 8, 8))
        },
    ]
}
