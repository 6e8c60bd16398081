extension PluginProblem {
    static func corrupt(_ what: String) -> PluginProblem {
        PluginProblem(
            .corruptELF,
            "It is damaged: \(what).",
            remedy: "Build it again, or copy it again from where it was built."
        )
    }

    static let notShared = PluginProblem(
        .notSharedObject,
        "It is a program or an object file, not a shared library.",
        remedy: "Link it with -shared, or as a dynamic library product."
    )

    static let truncated = PluginProblem(
        .truncated,
        "It ends before what its header announces.",
        remedy: "Copy it again; write to another name and rename, so that nobody sees half of it."
    )

    static let noCode = PluginProblem(
        .noCode,
        "It holds no code, only data or what a debugger needs.",
        remedy: "Install the library itself, not the file that was split off it for debugging."
    )

    static let writableCode = PluginProblem(
        .writableCode,
        "It wants memory that can be both written and executed.",
        remedy: "Link it without -z execstack, --omagic and writable sections of code."
    )

    static let textRelocations = PluginProblem(
        .writableCode,
        "Its code has to be changed before it can run.",
        remedy: "Compile all of it with -fPIC, and link it without -z notext."
    )

    static let executableStack = PluginProblem(
        .executableStack,
        "It wants stacks that can be executed.",
        remedy: "Link it with -z noexecstack, and add .note.GNU-stack to its assembly files."
    )
}
