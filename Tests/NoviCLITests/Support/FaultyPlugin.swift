import Foundation
import TestSupport

/// Plugins in C that do what the test's own statements say.
enum FaultyPlugin {
    /// The C compiler refused a source.
    struct CompilerError: Error { let messages: String }

    /// Compiles a plugin with one class, `Rule`, and gives its path.
    ///
    /// - Parameters:
    ///   - folder: Where it is put.
    ///   - flags: What the class promises.
    ///   - schema: A JSON Schema of its config, as C writes it in quotes.
    ///   - entry: What happens when it is entered.
    ///   - create: What happens before an instance is returned.
    ///   - evaluate: What happens before it is on.
    /// - Returns: The path of the library.
    /// - Throws: ``CompilerError`` if it is no C.
    static func build(
        in folder: TemporaryFolder,
        flags: String = "0",
        schema: String = #"{\"examples\": [\"x\"]}"#,
        entry: String = "",
        create: String = "",
        evaluate: String = ""
    ) async throws -> String {
        let source = """
            #define _GNU_SOURCE
            #include "novi_activation.h"
            #include <fcntl.h>
            #include <signal.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <sys/socket.h>
            #include <unistd.h>
            #define TEXT(text) {text, sizeof(text) - 1}
            static int32_t create(const novi_class *self, const novi_host *host,
                                  const novi_create_args *args, void **made, novi_error *error) {
                \(create)
                *made = malloc(1);
                return NOVI_OK;
            }
            static int32_t evaluate(void *self, const novi_context *context, novi_result *result) {
                \(evaluate)
                return NOVI_ON;
            }
            static void destroy(void *self) { free(self); }
            static novi_class rules[] = {{sizeof(novi_class), \(flags), TEXT("Rule"),
                                          TEXT("Is on."), TEXT("\(schema)"), 0, create, evaluate,
                                          destroy, 0}};
            static novi_plugin plugin = {sizeof(novi_plugin), NOVI_INTERFACE_VERSION,
                                         TEXT("faulty"), TEXT("1.2.3"), 1, sizeof(novi_class),
                                         rules};
            const novi_plugin *novi_plugin_v1(const novi_host *host) {
                \(entry)
                return &plugin;
            }
            """
        let header = Repository.root.appending(path: "Sources/CNovi/include").path
        let input = try folder.write(source, to: "plugin.c")
        let output = folder.path("plugin.so")
        let arguments = ["-shared", "-fPIC", "-w", "-I", header, input, "-o", output]
        let built = try await run("cc", arguments)
        guard built.status == 0 else { throw CompilerError(messages: built.errors) }
        return output
    }
}
