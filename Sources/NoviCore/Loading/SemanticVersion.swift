/// A version by the rules of semver.org, which say which of two is newer.
package struct SemanticVersion: Sendable, Hashable {
    /// What counts most, then less, then least.
    private let numbers: [UInt64]
    /// What makes it older than the version without it, `beta` and `2` for
    /// example.
    private let stages: [Stage]

    private enum Stage: Hashable {
        case number(UInt64)
        case word(String)
    }

    /// The version of this host.
    package static let host = SemanticVersion(numbers: [0, 5, 0])

    private init(numbers: [UInt64]) {
        self.numbers = numbers
        stages = []
    }

    /// Reads a version; nil if it is not one.
    ///
    /// - Parameter text: `0.5.0`, `1.0.0-beta.2` or `1.0.0+linux` for example.
    package init?(_ text: String) {
        guard text.utf8.count <= 255 else { return nil }
        let halves = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        numbers = Self.parts(parts[0]).compactMap(Self.number)
        guard numbers.count == 3, Self.parts(parts[0]).count == 3 else { return nil }
        let stages = parts.count > 1 ? Self.parts(parts[1]) : []
        let builds = halves.count > 1 ? Self.parts(halves[1]) : []
        guard (stages + builds).allSatisfy(Self.isWord) else { return nil }
        self.stages = stages.map { Self.number($0).map(Stage.number) ?? .word(String($0)) }
    }

    private static func parts(_ text: Substring) -> [Substring] {
        text.split(separator: ".", omittingEmptySubsequences: false)
    }

    private static func number(_ text: Substring) -> UInt64? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            text == "0" || text.first != "0"
        else { return nil }
        return UInt64(text)
    }

    private static func isWord(_ text: Substring) -> Bool {
        let isDash = { $0 == UInt8(ascii: "-") }
        return !text.isEmpty
            && text.utf8.allSatisfy {
                isDash($0) || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20)
            }
    }
}

extension SemanticVersion: Comparable {
    package static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        if left.numbers != right.numbers {
            return left.numbers.lexicographicallyPrecedes(right.numbers)
        }
        if left.stages.isEmpty || right.stages.isEmpty {
            return !left.stages.isEmpty && right.stages.isEmpty
        }
        return left.stages.lexicographicallyPrecedes(right.stages, by: Self.precedes)
    }

    private static func precedes(_ left: Stage, _ right: Stage) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right
        case (.word(let left), .word(let right)):
            left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.number, .word): true
        case (.word, .number): false
        }
    }
}

extension SemanticVersion: CustomStringConvertible {
    /// The version as it was written, without what does not count.
    package var description: String {
        let core = numbers.map(String.init).joined(separator: ".")
        let stages = stages.map { stage in
            switch stage {
            case .number(let number): String(number)
            case .word(let word): word
            }
        }
        return stages.isEmpty ? core : core + "-" + stages.joined(separator: ".")
    }
}
