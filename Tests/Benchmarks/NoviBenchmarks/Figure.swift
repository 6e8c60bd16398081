/// One line of the table.
struct Figure {
    /// What has to be reached.
    enum Goal {
        /// The value is at most so much.
        case value(Double)
        /// The ratio is at most so much.
        case ratio(atMost: Double)
        /// The ratio is at least so much.
        case speed(atLeast: Double)
    }

    /// What is measured.
    let name: String
    /// How much it is, in units.
    let value: Double
    /// What the value and the reference count.
    let unit: String
    /// How much the reference is, in units.
    let reference: Double
    /// The value divided by the reference; where that was measured several
    /// times, the median.
    let ratio: Double
    /// What has to be reached; nil if the figure only informs.
    var goal: Goal?

    /// Whether the goal is met; nil if there is none.
    var isMet: Bool? {
        switch goal {
        case .value(let limit): value <= limit
        case .ratio(let limit): ratio <= limit
        case .speed(let limit): ratio >= limit
        case nil: nil
        }
    }
}

// MARK: - Times

extension Figure {
    /// A unit of time.
    enum TimeUnit: String {
        case nanoseconds = "ns"
        case milliseconds = "ms"

        fileprivate var duration: Duration {
            switch self {
            case .nanoseconds: .nanoseconds(1)
            case .milliseconds: .milliseconds(1)
            }
        }
    }

    /// Takes a comparison of times.
    ///
    /// - Parameters:
    ///   - name: What is measured.
    ///   - comparison: How long subject and reference take.
    ///   - count: How many times they do their work in that time.
    ///   - unit: What the time for each is counted in.
    ///   - goal: What has to be reached.
    init(
        _ name: String,
        _ comparison: Comparison,
        per count: Int = 1,
        in unit: TimeUnit,
        goal: Goal? = nil
    ) {
        self.init(
            name: name,
            value: comparison.subject / unit.duration / Double(count),
            unit: unit.rawValue,
            reference: comparison.reference / unit.duration / Double(count),
            ratio: comparison.ratio,
            goal: goal
        )
    }
}
