/// One way to match one part of a format.
struct Step {
    /// What to read.
    let pattern: Pattern
    /// What the reading is for, unless it only has to be there.
    let directive: Directive?
    /// How many of the next steps are other ways to match the same part.
    let otherAlternatives: Int
}
