/// Turns a format into steps.
struct FormatCompiler {
    /// The steps, in the order to try.
    private(set) var steps: ContiguousArray<Step> = []
    /// The directives, in the order of the format.
    private(set) var directives: [Directive] = []
    private let format: String

    /// Compiles a format.
    init(_ format: String) throws(DateTimeFormatError) {
        self.format = format
        try compile(format)
    }

    /// Appends the steps of the format, or of what a directive is short for.
    private mutating func compile(_ part: String) throws(DateTimeFormatError) {
        var rest = part.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "%" {
                guard let letter = rest.popFirst() else { throw .strayPercentSign(format: format) }
                try compileDirective(letter)
            } else if scalar.isSpace {
                rest = rest.drop(while: \.isSpace)
                append([.whitespace])
            } else {
                append([.literal(scalar)])
            }
        }
    }

    private mutating func compileDirective(_ letter: Unicode.Scalar) throws(DateTimeFormatError) {
        switch letter {
        case "%": append([.literal("%")])
        case "c": try compile("%a %b %d %H:%M:%S %Y")
        case "x": try compile("%m/%d/%y")
        case "X": try compile("%H:%M:%S")
        default:
            guard let directive = Directive(rawValue: letter) else {
                throw .unknownDirective(letter, format: format)
            }
            guard !directives.contains(directive) else {
                throw .repeatedDirective(letter, format: format)
            }
            directives.append(directive)
            append(directive.alternatives, for: directive)
        }
    }

    private mutating func append(_ alternatives: [Pattern], for directive: Directive? = nil) {
        for (index, pattern) in alternatives.enumerated() {
            let others = alternatives.count - index - 1
            steps.append(Step(pattern: pattern, directive: directive, otherAlternatives: others))
        }
    }
}
