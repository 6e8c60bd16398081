// An unsafe edge: memory that activations may read for a while and never write.

internal import Glibc

/// Memory that is lent to an activation.
///
/// If it is guarded, it ends where a page begins that nobody can read; it can
/// be read while it is lent, and written never. An activation that does more
/// ends the process, so that is for processes of their own.
final class LentMemory: Sendable {
    private static let pageSize = Int(getpagesize())

    /// Where it begins.
    nonisolated(unsafe) let start: UnsafeMutableRawPointer
    /// How many bytes there are.
    let count: Int
    /// The pages, without the one behind them; nil if they are not guarded.
    private nonisolated(unsafe) let pages: UnsafeMutableRawBufferPointer?
    /// What was in it when it was sealed; written once, before others know of it.
    private nonisolated(unsafe) var original: [UInt8] = []

    /// Makes memory that can be written until it is sealed.
    ///
    /// It is aligned for any type if the number of bytes is a multiple of 16.
    ///
    /// - Parameters:
    ///   - count: How many bytes there are.
    ///   - isGuarded: Whether a process that does more than read ends.
    init(count: Int, isGuarded: Bool) {
        self.count = count
        pages = isGuarded ? Self.map(count) : nil
        if let end = pages.flatMap({ pages in pages.baseAddress.map { $0 + pages.count } }) {
            start = end - count
        } else {
            start = .allocate(byteCount: count, alignment: 16)
        }
        start.initializeMemory(as: UInt8.self, repeating: 0, count: count)
    }

    /// Maps pages with one behind them that nobody can read; nil if the system has none.
    private static func map(_ count: Int) -> UnsafeMutableRawBufferPointer? {
        let size = max(1, (count + pageSize - 1) / pageSize) * pageSize
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        guard let start = mmap(nil, size + pageSize, PROT_READ | PROT_WRITE, flags, -1, 0),
            start != MAP_FAILED
        else { return nil }
        mprotect(start + size, pageSize, PROT_NONE)
        return UnsafeMutableRawBufferPointer(start: start, count: size)
    }

    deinit {
        if let pages {
            munmap(pages.baseAddress, pages.count + Self.pageSize)
        } else {
            start.deallocate()
        }
    }

    /// Ends the time in which it can be written.
    func seal() {
        if pages == nil { original = Array(UnsafeRawBufferPointer(start: start, count: count)) }
        close()
    }

    /// Lets it be read.
    func open() { protect(PROT_READ) }

    /// Takes it back.
    func close() { protect(PROT_NONE) }

    private func protect(_ access: Int32) {
        if let pages { mprotect(pages.baseAddress, pages.count, access) }
    }

    /// Whether everything is as it was before it was lent.
    var isUnchanged: Bool {
        pages != nil || memcmp(start, original, count) == 0
    }

    /// Whether an address lies in it.
    func contains(_ address: UInt) -> Bool {
        let start = UInt(bitPattern: start)
        return address >= start && address < start + UInt(count)
    }
}
