internal import Glibc
internal import NoviActivation
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
            let warnings = before.changes(to: ProcessState()) + Self.denials
            // What it has printed and not yet written.
            fflush(nil)
            report.conclude(.valid(library.description, warnings: warnings))
        } catch  where error.code == .missingDependency {
            let missing = missingLibraries
            report.conclude(.refused(missing.isEmpty ? error : .missingDependencies(missing)))
        } catch {
            report.conclude(.refused(error))
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

    private static var denials: [PluginProblem] {
        let names = SystemCallFilter.denied
        guard !names.isEmpty else { return [] }
        return [
            PluginProblem(
                .forbiddenCall,
                "It called what a plugin must not call while it was tried, and was denied: "
                    + "\(names.joined(separator: ", ")).",
                remedy: "Ask its author why; in this process nothing would keep it from doing so."
            )
        ]
    }
}
