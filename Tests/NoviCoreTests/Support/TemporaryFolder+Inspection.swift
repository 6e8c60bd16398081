import Foundation
import NoviCore

extension TemporaryFolder {
    /// What is learned about a library without running it.
    func inspect(_ bytes: [UInt8]) throws -> Result<LibraryFacts, PluginProblem> {
        let path = try write(bytes, to: "inspected.so")
        return inspect(path, size: bytes.count)
    }

    /// What is learned about a file that is said to have a size.
    func inspect(_ path: String, size: Int) -> Result<LibraryFacts, PluginProblem> {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        return inspection(of: descriptor, size: size)
    }
}

/// What is learned about an open file.
func inspection(of descriptor: Int32, size: Int) -> Result<LibraryFacts, PluginProblem> {
    Result { () throws(PluginProblem) in
        try LibraryInspection.inspect(descriptor, size: size)
    }
}

extension Result where Failure == PluginProblem {
    /// The code of the problem; nil if there is none.
    var code: PluginProblem.Code? {
        if case .failure(let problem) = self { problem.code } else { nil }
    }
}
