// An unsafe edge: what a process has.

internal import CNoviSystem
internal import Glibc
internal import NoviCore

/// What a plugin should leave as it was.
struct ProcessState {
    private let threads = Self.count("/proc/self/task")
    private let descriptors = Self.count("/proc/self/fd")
    private let variables = Self.variables()
    private let handlers = Self.handlers()
    private let mask = Self.creationMask()

    /// What has changed since then.
    ///
    /// - Parameter later: The state afterwards.
    /// - Returns: A warning for each.
    func changes(to later: ProcessState) -> [PluginProblem] {
        var changes: [String] = []
        if later.threads > threads {
            changes.append("left \(later.threads - threads) threads running")
        }
        if later.descriptors > descriptors {
            changes.append("left \(later.descriptors - descriptors) descriptors open")
        }
        if later.variables != variables { changes.append("changed the environment") }
        let signals = handlers.indices.filter { handlers[$0] != later.handlers[$0] }
        if !signals.isEmpty {
            changes.append(
                "changed what signals do (\(signals.map(String.init).joined(separator: ", ")))"
            )
        }
        if later.mask != mask { changes.append("changed the mask for new files") }
        return changes.map { change in
            PluginProblem(
                .sideEffect,
                "It \(change) while it was tried.",
                remedy: "Ask its author not to; the whole process is affected."
            )
        }
    }

    private static func count(_ folder: String) -> Int {
        guard let stream = opendir(folder) else { return 0 }
        defer { closedir(stream) }
        var count = 0
        while readdir(stream) != nil { count += 1 }
        return count
    }

    private static func variables() -> [String] {
        var variables: [String] = []
        var next = novi_environment()
        while let variable = next?.pointee {
            variables.append(String(cString: variable))
            next = next?.advanced(by: 1)
        }
        return variables
    }

    /// The address of each signal's handler.
    private static func handlers() -> [UInt] {
        (0..<65 as Range<Int32>).map { signal in
            var action = sigaction()
            guard sigaction(signal, nil, &action) == 0 else { return 0 }
            return unsafeBitCast(action.__sigaction_handler, to: UInt.self)
        }
    }

    private static func creationMask() -> mode_t {
        let mask = umask(0)
        umask(mask)
        return mask
    }
}
