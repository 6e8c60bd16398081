/// An ASCII word that a text may have in either case, and what it stands for.
///
/// The characters beyond ASCII that equal a letter when case is ignored are left
/// out: Python matches them, but then knows no name of that spelling and raises.
struct Word {
    /// What the word stands for.
    let value: Int
    private var letters = [9 of UInt8](repeating: 0)
    private let count: Int

    /// Makes a word of up to nine lowercase letters.
    init(_ word: Substring, value: Int) {
        self.value = value
        count = word.utf8.count
        for (index, letter) in word.utf8.enumerated() {
            letters[index] = letter
        }
    }

    /// Reads the word at an offset.
    ///
    /// A match may have to try twelve of them: inlined, a name takes half the time.
    @inline(always)
    func read(_ text: UTF8Text, at offset: Int) -> Reading<Int>? {
        for index in 0..<count {
            // With this bit, a letter becomes a lowercase one, and nothing else does.
            guard let byte = text[offset + index], byte | 0x20 == letters[index] else { return nil }
        }
        return Reading(value: value, end: offset + count)
    }
}
