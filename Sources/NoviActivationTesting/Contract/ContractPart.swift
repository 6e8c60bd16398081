/// A part of the trial of a class; they run in this order.
///
/// Each can be left out, so that one that brings the process down does not keep
/// the others from being looked at in another process.
package enum ContractPart: String, CaseIterable, Sendable {
    /// Instances are made.
    case creation
    /// Instances that were made from odd configs decide.
    case oddInstances
    /// Instances that were made from good configs decide.
    case evaluation
    /// Instances explain themselves.
    case explanation
    /// A pure class is asked the same in different ways.
    case agreement
    /// Many threads ask at once.
    case threads
    /// Instances are made, used and ended many times.
    case lifetime
    /// Everything is done once more, for what it does to the process.
    case process
}

extension ContractPart {
    /// What this part looks at, alone or more than others.
    var rules: [ContractRule] {
        switch self {
        case .creation: ContractRule.allCases.filter { $0.rawValue.hasPrefix("create.") }
        case .oddInstances: []
        case .evaluation:
            ContractRule.allCases.filter {
                $0.rawValue.hasPrefix("evaluate.") && $0 != .evaluateThreads
            }
        case .explanation: [.explainText]
        case .agreement: [.pureRepeat, .pureClock]
        case .threads: [.evaluateThreads]
        case .lifetime: [.memoryGrowth, .descriptors, .threads]
        case .process: [.output]
        }
    }
}

/// What a contract does next.
package struct ContractStep: Sendable, Hashable {
    /// The class whose turn it is; nil if it is the plugin as a whole.
    package let className: String?
    /// The part that it belongs to; nil if it is none of a class's.
    package let part: ContractPart?
    /// What is called, and with what.
    package let action: String
}

extension ContractStep: CustomStringConvertible {
    /// The step in one line.
    package var description: String { className.map { "\($0): \(action)" } ?? action }
}
