// An unsafe edge: what all parts of a process share.

internal import Glibc

/// What a process has in common with its plugins, which leave it alone.
struct ProcessState {
    /// How a signal is handled.
    private struct Handling: Equatable {
        let handler: UInt
        let flags: Int32
    }

    private let signals: [Handling]
    private let environment: [String]
    private let folder: String
    private let mask: mode_t
    private let locale: String
    /// How many threads there are.
    let threadCount = countEntries("/proc/self/task")

    /// Looks at the process.
    init() {
        signals = (1..<Int32(65)).map { number in
            var action = sigaction()
            guard sigaction(number, nil, &action) == 0 else {
                return Handling(handler: 0, flags: 0)
            }
            let handler = withUnsafeBytes(of: action.__sigaction_handler) {
                $0.loadUnaligned(as: UInt.self)
            }
            return Handling(handler: handler, flags: action.sa_flags)
        }
        var variables: [String] = []
        var next = environ
        while let variable = next.pointee {
            variables.append(String(cString: variable))
            next += 1
        }
        environment = variables.sorted()
        let path = getcwd(nil, 0)
        folder = path.map { String(cString: $0) } ?? ""
        free(path)
        mask = Glibc.umask(0)
        _ = Glibc.umask(mask)
        locale = setlocale(LC_ALL, nil).map { String(cString: $0) } ?? ""
    }

    /// Says what has become different.
    ///
    /// - Parameters:
    ///   - earlier: What it was like before.
    ///   - findings: Where it is said.
    ///   - when: What has happened in between.
    func compare(with earlier: ProcessState, _ findings: Findings, _ when: String) {
        let numbers = signals.indices.filter { signals[$0] != earlier.signals[$0] }.map { $0 + 1 }
        findings.expect(
            numbers.isEmpty,
            .signals,
            "\(when), the signals \(numbers) are handled otherwise; leave them to the host."
        )
        let variables = Set(environment).symmetricDifference(earlier.environment)
        findings.expect(
            variables.isEmpty,
            .environment,
            "\(when), other variables are set: \(variables.sorted().joined(separator: ", "))."
        )
        findings.expect(
            folder == earlier.folder,
            .folder,
            "\(when), the working folder is '\(folder)' instead of '\(earlier.folder)'."
        )
        findings.expect(
            mask == earlier.mask,
            .umask,
            "\(when), the umask is \(String(mask, radix: 8)) "
                + "instead of \(String(earlier.mask, radix: 8))."
        )
        findings.expect(
            locale == earlier.locale,
            .locale,
            "\(when), the locale is '\(locale)' instead of '\(earlier.locale)'."
        )
    }
}
