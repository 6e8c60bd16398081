/// What has been found out about one class, or about a plugin as a whole.
///
/// It is used on one thread.
final class Findings {
    /// What is known about one rule.
    private struct Record {
        var failures: [String] = []
        var warnings: [String] = []
        /// Why nobody has looked; nil if somebody has.
        var skipReason: String?
    }

    private var records: [ContractRule: Record] = [:]

    /// Holds something against a rule.
    ///
    /// - Parameters:
    ///   - holds: Whether it is as the rule asks.
    ///   - rule: The rule.
    ///   - sentence: What happened instead, with what, and what to do.
    func expect(_ holds: Bool, _ rule: ContractRule, _ sentence: @autoclosure () -> String) {
        records[rule, default: Record()].skipReason = nil
        if !holds { records[rule]?.failures.append(sentence()) }
    }

    /// Notes that somebody has looked and what may be wrong.
    func warn(_ rule: ContractRule, _ sentence: String) {
        records[rule, default: Record()].warnings.append(sentence)
    }

    /// Notes why a rule is not looked at, unless it was.
    func skip(_ rule: ContractRule, _ reason: String) {
        if records[rule] == nil { records[rule] = Record(skipReason: reason) }
    }

    /// Takes back that all is well, because not all was looked at.
    func withdraw(_ rule: ContractRule, _ reason: String) {
        if records[rule, default: Record()].failures.isEmpty {
            records[rule] = Record(skipReason: reason)
        }
    }

    /// What has become of a rule.
    func outcome(of rule: ContractRule) -> ContractReport.Outcome {
        guard let record = records[rule] else { return .skipped(rule.unexamined) }
        if let reason = record.skipReason { return .skipped(reason) }
        if let failure = record.failures.first {
            return .failed(failure + Self.more(record.failures.count - 1))
        }
        if let warning = record.warnings.first {
            return .warned(warning + Self.more(record.warnings.count - 1))
        }
        return .passed
    }

    private static func more(_ count: Int) -> String {
        count == 0 ? "" : " (And \(count) more of this kind.)"
    }
}
