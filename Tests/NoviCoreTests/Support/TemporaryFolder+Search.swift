import NoviCore

/// What became of one entry of a folder.
struct FoundFile: Equatable {
    /// The name in the folder.
    var name: String
    var state: PluginFile.State
    var code: PluginProblem.Code?
    /// The classes that it brings.
    var classes: [String]

    static func loaded(_ name: String, _ classes: String...) -> FoundFile {
        FoundFile(name: name, state: .loaded, code: nil, classes: classes)
    }

    static func refused(_ name: String, _ code: PluginProblem.Code) -> FoundFile {
        FoundFile(name: name, state: .refused, code: code, classes: [])
    }

    static func shadowed(_ name: String) -> FoundFile {
        FoundFile(name: name, state: .shadowed, code: .shadowed, classes: [])
    }
}

extension TemporaryFolder {
    /// Searches folders in it, or itself.
    func search(
        _ roots: String...,
        into catalog: ActivationCatalog = ActivationCatalog()
    ) -> ActivationCatalog {
        let paths = roots.isEmpty ? [path] : roots.map(path(_:))
        return PluginDiscovery.search(paths, into: catalog, logger: .silent)
    }

    /// What became of the entries, in the order in which they were found.
    func files(of catalog: ActivationCatalog) -> [FoundFile] {
        catalog.files.map { file in
            FoundFile(
                name: String(file.path.dropFirst(path.count + 1)),
                state: file.state,
                code: file.problem?.code,
                classes: file.classes
            )
        }
    }

    /// Searches itself.
    func files() -> [FoundFile] { files(of: search()) }
}

extension ActivationCatalog {
    /// Whether each file says what is wrong in one line, and what to do in one
    /// sentence, unless it is loaded.
    var explainsItself: Bool { files.allSatisfy(\.explainsItself) }
}

extension PluginFile {
    fileprivate var explainsItself: Bool {
        guard let problem else { return state == .loaded }
        return state != .loaded && problem.message.isSentence && problem.remedy.isSentence
            && !problem.remedy.contains(". ")
    }
}

extension String {
    fileprivate var isSentence: Bool {
        (first == "'" || first?.isUppercase == true) && hasSuffix(".") && !contains("\n")
    }
}
