import CNovi
import NoviCore
import Synchronization
import Testing

/// The names that are kept until the process ends.
struct InternerTests {
    @Test func `a text has one name, and names count up from 0`() throws {
        let interner = Interner(capacity: 1000)
        let texts = ["", "a", "b", "a", "", "caf\u{E9}", "cafe\u{301}", "a\0", "a"]
        let ids = try texts.map { try #require(interner.intern(utf8: $0)).pointee.id }
        #expect(ids == [0, 1, 2, 1, 0, 3, 4, 5, 1])
        #expect(interner.count == 6)
        #expect(interner[1]?.pointee.string == "a")
        #expect(interner[6] == nil)
        #expect(interner[.max] == nil)
    }

    @Test func `a text that was never added is not found`() {
        let interner = Interner(capacity: 1000)
        #expect(interner.find(utf8: "a") == nil)
        let name = interner.intern(utf8: "a")
        #expect(interner.find(utf8: "a") == name)
        #expect(interner.find(utf8: "b") == nil)
        #expect(interner.count == 1)
    }

    @Test func `a full interner takes nothing new and keeps what it has`() {
        let interner = Interner(capacity: 3)
        let names = ["a", "b", "c"].map { interner.intern(utf8: $0) }
        #expect(interner.intern(utf8: "d") == nil)
        #expect(["a", "b", "c"].map { interner.intern(utf8: $0) } == names)
        #expect(interner.count == 3)
    }

    @Test func `names stay where they are while the interner grows`() throws {
        let interner = Interner(capacity: 10_000)
        let first = try #require(interner.intern(utf8: "first"))
        for number in 1..<10_000 { #expect(interner.intern(utf8: "\(number)") != nil) }
        #expect(interner.find(utf8: "first") == first)
        #expect(first.pointee.string == "first")
        for id: UInt32 in [0, 63, 64, 9999] { #expect(interner[id]?.pointee.id == id) }
        #expect(interner.find(utf8: "9999") == interner[9999])
    }

    @Test func `threads that add the same texts at the same time get the same names`() async {
        let interner = Interner(capacity: 10_000)
        let texts = (0..<5000).map { "text \($0)" }
        let found = Mutex<[[UInt32?]]>([])
        await onThreads(4) { _ in
            let added = texts.map { interner.intern(utf8: $0)?.pointee.id }
            let ids = texts.map { interner.find(utf8: $0)?.pointee.id }
            found.withLock { $0 += [added, ids] }
        }
        let ids = found.withLock { $0 }
        #expect(ids.allSatisfy { $0 == ids[0] })
        #expect(interner.count == 5000)
    }
}
