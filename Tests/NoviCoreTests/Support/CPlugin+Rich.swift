extension CPlugin {
    /// A plugin with all that a library may have: memory for each thread,
    /// functions that run at the start, versions, both kinds of hash tables.
    static let rich = Result {
        try compile(
            """
            \(description("counter++; if (!host) puts(names[counter % 2]);"))
            NOVI_NOTE("example", "1.2.3", "Rule");
            """
            .replacing(
                "static int instance;",
                with: """
                    #include <stdio.h>
                    static int instance;
                    static __thread int counter = 3;
                    const char *names[] = {"a", "b"};
                    __attribute__((constructor)) static void start(void) { counter++; }
                    """
            ),
            with: [
                "cc", "-std=c11", "-D_GNU_SOURCE", "-Wall", "-Werror", "-O1", "-shared",
                "-Wl,--hash-style=both,--build-id=sha1",
            ]
        )
    }

    /// A plugin whose section `.note.novi` has these bytes.
    static func withNotes(_ notes: [UInt8]) throws -> [UInt8] {
        let list = notes.map(String.init).joined(separator: ",")
        return try compile(
            """
            \(description(""))
            __attribute__((used, section(".note.novi"), aligned(4)))
            static const unsigned char notes[] = {\(list)};
            """
        )
    }
}
