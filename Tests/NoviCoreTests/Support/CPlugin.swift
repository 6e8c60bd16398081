import Foundation

/// Libraries that the system's C compiler makes of a test's own source.
enum CPlugin {
    /// Why a source did not become a library.
    struct CompilerError: Error, CustomStringConvertible {
        let description: String
    }

    /// The folder of `novi_activation.h`.
    static let headerFolder = URL(filePath: #filePath)
        .appending(path: "../../../../Sources/CNovi/include").standardized.path

    /// Compiles C11 that finds the header of the interface, and gives the bytes
    /// of the library, or of what the option asks for.
    static func compile(_ source: String, _ option: String = "-shared") throws -> [UInt8] {
        try compile(source, with: ["cc", "-std=c11", "-D_GNU_SOURCE", "-Wall", "-Werror", option])
    }

    /// Compiles C, or C++ if the name of the compiler says so.
    static func compile(_ source: String, with command: [String]) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let isCPlusPlus = command[0].hasSuffix("++")
        let input = try folder.write(source.utf8, to: isCPlusPlus ? "plugin.cpp" : "plugin.c")
        let output = folder.path("plugin.so")
        let compiler = Process()
        compiler.executableURL = URL(filePath: "/usr/bin/env")
        compiler.arguments = command + ["-fPIC", "-I", headerFolder, "-o", output, input]
        let messages = Pipe()
        compiler.standardError = messages
        try compiler.run()
        let text = try messages.fileHandleForReading.readToEnd() ?? Data()
        compiler.waitUntilExit()
        guard compiler.terminationStatus == 0 else {
            throw CompilerError(description: String(decoding: text, as: UTF8.self))
        }
        return [UInt8](try Data(contentsOf: URL(filePath: output)))
    }

    /// A plugin without classes, for tests that look at files only.
    static let empty = Result { try compile(description("")) }

    /// The source of a plugin with one class, `Rule`, that is always on.
    ///
    /// The statements run before the entry returns the description, and may
    /// spoil it: `plugin.size = 4;`.
    static func description(_ statements: String) -> String {
        """
        #include "novi_activation.h"
        #include <string.h>
        #define TEXT(text) {text, sizeof(text) - 1}
        static int instance;
        static int32_t create(const novi_class *self, const novi_host *host,
                              const novi_create_args *args, void **made, novi_error *error) {
            *made = &instance;
            return NOVI_OK;
        }
        static int32_t evaluate(void *self, const novi_context *context, novi_result *result) {
            return NOVI_ON;
        }
        static void destroy(void *self) {}
        #define RULE(name) {sizeof(novi_class), 0, TEXT(name), TEXT("Is on."), TEXT(""), 0, \\
                            create, evaluate, destroy, 0}
        static novi_class rules[] = {RULE("Rule"), RULE("Other")};
        static novi_plugin plugin = {sizeof(novi_plugin), NOVI_INTERFACE_VERSION, TEXT("example"),
                                     TEXT("1.2.3"), 1, sizeof(novi_class), rules};
        const novi_plugin *novi_plugin_v1(const novi_host *host) {
            \(statements)
            return &plugin;
        }
        """
    }
}
