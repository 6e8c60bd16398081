/// How long one piece of work takes, and how that compares with another.
struct Comparison {
    /// How long the subject takes: the median.
    let subject: Duration
    /// How long the reference takes: the median.
    let reference: Duration
    /// The subject's time divided by the reference's: the median.
    let ratio: Double
}

extension Array where Element: Comparable {
    /// The middle element; of two the greater.
    ///
    /// The array must not be empty.
    var median: Element { sorted()[count / 2] }
}
