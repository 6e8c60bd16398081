/// The functions that the system's loader calls when a library is loaded, and
/// when the process ends.
struct InitializerSlots {
    private struct Run {
        let address: UInt64
        var isFilled: [Bool]
    }

    /// More than any library has.
    private static let limit: UInt64 = 1 << 16
    private static let isDamaged = PluginProblem.corrupt("it would be started where no code is")

    private let image: LibraryImage
    private var runs: [Run] = []

    /// Finds the lists, which relocations have to fill.
    init(_ image: LibraryImage, _ table: DynamicTable) throws(PluginProblem) {
        self.image = image
        guard [table[.initializer], table[.finisher]].allSatisfy({ $0.map(image.isCode) ?? true })
        else { throw Self.isDamaged }
        for (list, size) in [
            (table[.initializers], table[.initializersSize]),
            (table[.finishers], table[.finishersSize]),
        ] {
            guard let list else { continue }
            guard let size, size % 8 == 0, size / 8 <= Self.limit, image.holds(list, size),
                size == 0 || list % 8 == 0
            else { throw Self.isDamaged }
            runs.append(Run(address: list, isFilled: Array(repeating: false, count: Int(size / 8))))
        }
    }

    /// Takes note of a relocation.
    ///
    /// - Parameters:
    ///   - target: Where it writes.
    ///   - function: What it writes there, if that is known before.
    /// - Throws: ``PluginProblem`` if it is not where a function begins.
    mutating func fill(_ target: UInt64, with function: UInt64?) throws(PluginProblem) {
        for index in runs.indices {
            let run = runs[index]
            guard target >= run.address, target - run.address < UInt64(run.isFilled.count) * 8
            else { continue }
            let distance = target - run.address
            guard distance % 8 == 0, function.map(image.isCode) ?? true else {
                throw Self.isDamaged
            }
            runs[index].isFilled[Int(distance / 8)] = true
        }
    }

    /// Whether a relocation writes to one of the lists.
    func contains(_ target: UInt64) -> Bool {
        runs.contains {
            target >= $0.address && target - $0.address < UInt64($0.isFilled.count) * 8
        }
    }

    /// Checks that there is a function for each place.
    func checkFilled() throws(PluginProblem) {
        guard runs.allSatisfy({ $0.isFilled.allSatisfy(\.self) }) else { throw Self.isDamaged }
    }
}
