import NoviCore

extension Interner {
    func intern(utf8 text: String) -> UnsafePointer<InternedName>? {
        Array(text.utf8).withUnsafeBytes { intern($0) }
    }

    func find(utf8 text: String) -> UnsafePointer<InternedName>? {
        Array(text.utf8).withUnsafeBytes { find($0) }
    }
}
