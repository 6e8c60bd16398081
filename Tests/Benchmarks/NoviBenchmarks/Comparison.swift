/// How long one piece of work takes, and how that compares with another.
struct Comparison {
    /// How long the subject takes: the median.
    let subject: Duration
    /// How long the reference takes: the median.
    let reference: Duration
    /// The subject's time divided by the reference's: the median.
    let ratio: Double

    /// The same, as how fast the subject is: twice the time is half the ratio.
    var asSpeed: Comparison {
        Comparison(subject: subject, reference: reference, ratio: 1 / ratio)
    }
}

extension Array where Element: Comparable {
    /// The middle element, of two the greater; the array must not be empty.
    var median: Element { sorted()[count / 2] }
}
