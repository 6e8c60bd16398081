import CReference
import Glibc
import NoviCore

/// Names of flags to ask for, as Swift and as C have them.
///
/// They lie in memory in the order in which they are asked for, as with a
/// caller who has just written them. A list serves one thread at a time.
final class NameList: Sendable {
    private nonisolated(unsafe) let strings: UnsafeMutableBufferPointer<String>
    /// The same for C.
    nonisolated(unsafe) let texts: [novi_reference_text]

    /// Copies names.
    init(_ names: [String]) {
        strings = .allocate(capacity: names.count)
        for (index, name) in names.enumerated() {
            let copy = String(decoding: Array(name.utf8), as: UTF8.self)
            strings.initializeElement(at: index, to: copy)
        }
        texts = names.map { novi_reference_text(data: strdup($0), size: $0.utf8.count) }
    }

    deinit {
        strings.deinitialize().deallocate()
        for text in texts { free(UnsafeMutablePointer(mutating: text.data)) }
    }

    /// Evaluates each flag.
    ///
    /// - Returns: How many are on.
    @inline(never)
    func evaluate(
        with evaluator: Evaluator,
        _ context: EvaluationContext,
        passes: Int = 1
    ) -> Int {
        var on = 0
        for _ in 0..<passes {
            for index in strings.indices {
                // Moved out and in again: a copy would count references.
                let name = strings.moveElement(from: index)
                if evaluator.evaluate(name, context: context).isOn { on += 1 }
                strings.initializeElement(at: index, to: name)
            }
        }
        return on
    }
}
