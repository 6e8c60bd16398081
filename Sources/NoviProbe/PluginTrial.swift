internal import Glibc
internal import NoviActivation
internal import NoviActivationTesting
internal import NoviCore

/// What is done with a plugin in the child process: all that Novi will do with
/// it later.
struct PluginTrial {
    /// The path of the library.
    let path: String

    /// Loads the plugin, makes instances, and evaluates them.
    func run(_ report: TrialReport) {
        let before = ProcessState()
        report.begin("it was loaded")
        do throws(PluginProblem) {
            let library = try MappedPlugin(path) { report.begin("its entry ran") }
            for type in library.description.classes {
                report.begin("an instance of \(type.name) was made and evaluated")
                library.exercise(type)
            }
            let denial = PluginProblem.denied(SystemCallFilter.denied)
            let after = ProcessState()
            let changes = ProcessState.Part.allCases.compactMap {
                after.change(of: $0, since: before).map(PluginProblem.sideEffect)
            }
            let warnings = changes + [denial].compactMap(\.self)
            // What it has printed and not yet written.
            fflush(nil)
            report.conclude(ProbeVerdict.valid(library.description, warnings: warnings).json)
        } catch  where error.code == .missingDependency {
            let missing = missingLibraries
            let problem = missing.isEmpty ? error : .missingDependencies(missing)
            report.conclude(ProbeVerdict.refused(problem).json)
        } catch {
            report.conclude(ProbeVerdict.refused(error).json)
        }
    }

    /// All libraries that are missing, where the system's loader names the first.
    private var missingLibraries: [String] {
        guard let library = try? InspectedLibrary(path: path) else { return [] }
        let folders = library.facts.runPath?.split(separator: ":") ?? []
        return library.facts.neededLibraries.filter { name in
            dlopen(name, RTLD_LAZY) == nil
                && !folders.contains { access("\($0)/\(name)", R_OK) == 0 }
        }
    }
}

extension PluginProblem {
    /// Something has changed that all parts of a process share.
    fileprivate static func sideEffect(_ change: String) -> PluginProblem {
        PluginProblem(
            .sideEffect,
            "After it was tried, \(change).",
            remedy: "Ask its author to leave it alone; the whole process is affected."
        )
    }

    /// What was called although it is denied; nil if nothing was.
    fileprivate static func denied(_ names: [String]) -> PluginProblem? {
        guard !names.isEmpty else { return nil }
        return PluginProblem(
            .forbiddenCall,
            "It called what a plugin must not call while it was tried, and was denied: "
                + "\(names.joined(separator: ", ")).",
            remedy: "Ask its author why; in this process nothing would keep it from doing so."
        )
    }
}
