/// A language in which plugins are written.
package enum PluginLanguage: String, CaseIterable, Sendable {
    case swift
    case c
    case cpp
    case rust

    /// The name of the language, as people write it.
    package var title: String {
        switch self {
        case .swift: "Swift"
        case .c: "C"
        case .cpp: "C++"
        case .rust: "Rust"
        }
    }

    /// The command that runs the tests of a new package.
    var testCommand: String {
        switch self {
        case .swift: "swift test"
        case .c, .cpp: "make test"
        case .rust: "cargo test"
        }
    }

    /// The command that builds the plugin.
    var buildCommand: String {
        switch self {
        case .swift: "swift build -c release -Xswiftc -static-stdlib"
        case .c, .cpp: "make"
        case .rust: "cargo build --release"
        }
    }

    /// The folder in which the plugin is then.
    var buildFolder: String {
        switch self {
        case .swift: ".build/release"
        case .c, .cpp: "build"
        case .rust: "target/release"
        }
    }

    /// A config that the new rule takes.
    var sampleConfig: String {
        switch self {
        case .swift: #"{"attribute": "plan", "values": ["team", "enterprise"]}"#
        case .c, .cpp, .rust: "plan=team,enterprise"
        }
    }
}

extension PluginLanguage {
    /// Names that a module cannot have, because they mean something to the
    /// language or are those of modules that the package uses.
    var reservedNames: Set<Substring> {
        switch self {
        case .swift: Self.swiftNames
        case .c, .cpp: []
        case .rust: Self.rustNames
        }
    }

    private static let swiftNames = Set(
        """
        Any CNovi Foundation Glibc NoviActivation Self Swift Synchronization Testing XCTest _ as \
        associatedtype break case catch class continue default defer deinit do else enum \
        extension fallthrough false fileprivate for func guard if import in init inout internal \
        is let main nil novi operator precedencegroup private protocol public repeat rethrows \
        return self static struct subscript super switch throw throws true try typealias var \
        where while
        """.split(separator: " ")
    )

    private static let rustNames = Set(
        """
        Self _ abstract alloc as async await become box break const continue core crate do dyn \
        else enum extern false final fn for if impl in let loop macro match mod move mut override \
        priv proc_macro pub ref return self static std struct super test trait true try type \
        typeof unsafe unsized use virtual where while yield
        """.split(separator: " ")
    )
}
