// An unsafe edge: what all parts of a process share.

internal import CNoviTesting
internal import Glibc

/// What a process has in common with its plugins, which leave it alone.
package struct ProcessState {
    /// How a signal is handled.
    private struct Handling: Equatable {
        let handler: UInt
        let flags: Int32
    }

    private let signals = handlings()
    private let environment = variables()
    private let folder = workingFolder()
    private let mask = creationMask()
    private let locale = setlocale(LC_ALL, nil).map { String(cString: $0) } ?? ""
    /// How many threads there are.
    package let threadCount = countEntries("/proc/self/task")
    /// How many descriptors are open.
    private let descriptorCount = countEntries("/proc/self/fd")

    /// Looks at the process.
    package init() {}
}

// MARK: - What there is

extension ProcessState {
    private static func handlings() -> [Handling] {
        (1..<65 as Range<Int32>).map { number in
            var action = sigaction()
            guard sigaction(number, nil, &action) == 0 else {
                return Handling(handler: 0, flags: 0)
            }
            let handler = withUnsafeBytes(of: action.__sigaction_handler) {
                $0.loadUnaligned(as: UInt.self)
            }
            return Handling(handler: handler, flags: action.sa_flags)
        }
    }

    private static func variables() -> Set<String> {
        var variables: Set<String> = []
        var next = novi_process_environment()
        while let variable = next?.pointee {
            variables.insert(String(cString: variable))
            next = next?.advanced(by: 1)
        }
        return variables
    }

    private static func workingFolder() -> String {
        guard let path = getcwd(nil, 0) else { return "" }
        defer { free(path) }
        return String(cString: path)
    }

    private static func creationMask() -> mode_t {
        let mask = umask(0)
        umask(mask)
        return mask
    }
}

// MARK: - What has changed

extension ProcessState {
    /// A part of what a process has.
    package enum Part: CaseIterable, Sendable {
        case signals
        case environment
        case folder
        case umask
        case locale
        case threads
        case descriptors
    }

    /// Says what has become of a part.
    ///
    /// - Parameters:
    ///   - part: The part.
    ///   - earlier: What it was like before.
    /// - Returns: What is different, to go on with after a comma; nil if nothing is.
    package func change(of part: Part, since earlier: ProcessState) -> String? {
        switch part {
        case .signals:
            let numbers = signals.indices.filter { signals[$0] != earlier.signals[$0] }
                .map { $0 + 1 }
            return numbers.isEmpty ? nil : "the signals \(numbers) are handled otherwise"
        case .environment:
            let variables = environment.symmetricDifference(earlier.environment).sorted()
            guard !variables.isEmpty else { return nil }
            return "other variables are set: \(variables.joined(separator: ", "))"
        case .folder:
            guard folder != earlier.folder else { return nil }
            return "the working folder is '\(folder)' instead of '\(earlier.folder)'"
        case .umask:
            guard mask != earlier.mask else { return nil }
            return "the umask is \(String(mask, radix: 8)) "
                + "instead of \(String(earlier.mask, radix: 8))"
        case .locale:
            guard locale != earlier.locale else { return nil }
            return "the locale is '\(locale)' instead of '\(earlier.locale)'"
        case .threads:
            guard threadCount > earlier.threadCount else { return nil }
            return "there are \(threadCount) threads instead of \(earlier.threadCount)"
        case .descriptors:
            let more = descriptorCount - earlier.descriptorCount
            guard more > 0 else { return nil }
            return "\(more) more \(more == 1 ? "descriptor is" : "descriptors are") open"
        }
    }
}
