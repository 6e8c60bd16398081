/// One attempt at a text, in the manner of a backtracking regular expression.
struct Matcher {
    /// What was read so far; all of it counts only after a match.
    private(set) var fields = DateTimeFields()
    private let text: UTF8Text
    private var choices = ChoiceStack()

    init(_ text: UTF8Text) {
        self.text = text
    }

    /// Matches the beginning of the text.
    ///
    /// The first way to get through all steps is the one that counts, even if
    /// another would get further.
    ///
    /// - Parameter steps: The compiled format.
    /// - Returns: The offset where the match ends, or nil if there is none.
    mutating func match(_ steps: Span<Step>) -> Int? {
        var here = Choice(step: 0, offset: 0)
        while here.step < steps.count {
            let step = steps[here.step]
            if let reading = step.pattern.read(text, at: here.offset) {
                if let directive = step.directive { fields.take(reading.value, for: directive) }
                if step.otherAlternatives > 0 {
                    choices.push(Choice(step: here.step + 1, offset: here.offset))
                }
                here = Choice(step: here.step + step.otherAlternatives + 1, offset: reading.end)
            } else if step.otherAlternatives > 0 {
                here.step += 1
            } else if let choice = choices.pop() {
                here = choice
            } else {
                return nil
            }
        }
        return here.offset
    }
}

/// A step to try at an offset.
private struct Choice {
    var step: Int
    var offset: Int
}

/// The choices that are still open, the latest on top.
private struct ChoiceStack {
    // One for each directive suffices, as none occurs twice in a format.
    private var choices = [23 of Choice](repeating: Choice(step: 0, offset: 0))
    private var count = 0

    mutating func push(_ choice: Choice) {
        choices[count] = choice
        count += 1
    }

    mutating func pop() -> Choice? {
        if count == 0 { return nil }
        count -= 1
        return choices[count]
    }
}
