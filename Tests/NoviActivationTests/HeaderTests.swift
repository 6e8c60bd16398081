import CNovi
import Foundation
import Testing

/// The header of the interface, as compilers see it.
struct HeaderTests {
    private static let folder = URL(filePath: #filePath)
        .appending(path: "../../../Sources/CNovi/include").standardized.path

    /// What a compiler said; empty if it was content.
    private func compile(_ source: String, _ name: String, _ options: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + options + ["-I", Self.folder, "-fsyntax-only", "-"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(source.utf8))
        try input.fileHandleForWriting.close()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        if process.terminationStatus == 127 { try Test.cancel("There is no \(name) here.") }
        let said = String(decoding: text, as: UTF8.self)
        return process.terminationStatus == 0 ? said : "\(process.terminationStatus) \(said)"
    }

    private static let warnings = [
        "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wundef", "-Wcast-qual",
    ]
    private static let c = ["-std=c11", "-x", "c", "-Wstrict-prototypes", "-Wmissing-prototypes"]
    private static let cPlusPlus = ["-std=c++17", "-x", "c++", "-Wnon-virtual-dtor"]

    private static let languages = [
        ("gcc", c), ("clang", c), ("g++", cPlusPlus), ("clang++", cPlusPlus),
    ]

    @Test(arguments: languages)
    func `the header gives no warning`(compiler: String, options: [String]) throws {
        let source = "#include \"novi_activation.h\"\n#include <novi_activation.h>\n"
        #expect(try compile(source, compiler, Self.warnings + options) == "")
    }

    @Test(arguments: languages)
    func `its macros and functions can be used without a warning`(
        compiler: String,
        options: [String]
    ) throws {
        let source = #"""
            #include "novi_activation.h"
            #ifdef __cplusplus
            #define ASSERT static_assert
            #else
            #define ASSERT _Static_assert
            #endif
            ASSERT(sizeof(novi_value) == 16, "a value has 16 bytes");
            ASSERT(offsetof(novi_class, size) == 0, "sizes come first");
            ASSERT(offsetof(novi_plugin, interface_version) == 4, "for ever");
            ASSERT(NOVI_OFF == NOVI_OK, "as the header says");
            static uint32_t used;
            const novi_plugin *novi_plugin_v1(const novi_host *host) {
                novi_string id = {NOVI_SERVICE_ACTIVATIONS, sizeof NOVI_SERVICE_ACTIVATIONS - 1};
                if (NOVI_HAS(host, service) && host->service(host, id)) used = NOVI_NO_KEY;
                return NULL;
            }
            int32_t evaluate(const novi_context *context);
            int32_t evaluate(const novi_context *context) {
                novi_value value = novi_context_value(context, used);
                return value.type == NOVI_BOOLEAN && value.as.integer ? NOVI_ON : NOVI_ABSTAIN;
            }
            """#
        #expect(try compile(source, compiler, Self.warnings + options) == "")
    }

    @Test(arguments: languages)
    func `a compiler that warns is heard`(compiler: String, options: [String]) throws {
        let source = "#include \"novi_activation.h\"\nint f(unsigned a, int b) { return a < b; }"
        #expect(try compile(source, compiler, Self.warnings + options) != "")
    }

    @Test func `Swift sees the layout that C sees`() {
        #expect(MemoryLayout<novi_string>.size == 16)
        #expect(MemoryLayout<novi_value>.size == 16)
        #expect(MemoryLayout<novi_value>.stride == 16)
        #expect(MemoryLayout<novi_class>.stride == MemoryLayout<novi_class>.size)
        #expect(MemoryLayout<novi_plugin>.offset(of: \.interface_version) == 4)
    }

    @Test func `a structure has a member if its size reaches that far`() throws {
        let source = #"""
            #include "novi_activation.h"
            int main(void) {
                novi_plugin plugin = {0};
                plugin.size = (uint32_t)offsetof(novi_plugin, classes);
                if (NOVI_HAS(&plugin, classes) || !NOVI_HAS(&plugin, class_stride)) return 1;
                plugin.size += (uint32_t)sizeof plugin.classes - 1;
                if (NOVI_HAS(&plugin, classes)) return 2;
                plugin.size += 1;
                return NOVI_HAS(&plugin, classes) ? 0 : 3;
            }
            """#
        #expect(try run(source) == 0)
    }

    @Test func `a key is looked for where the header says`() throws {
        let source = #"""
            #include "novi_activation.h"
            static novi_value asked(const novi_context *context, uint32_t key) {
                (void)context;
                novi_value value = {NOVI_INTEGER, 0, {(int64_t)key}};
                return value;
            }
            static int64_t found(const novi_context *context, uint32_t key) {
                novi_value value = novi_context_value(context, key);
                return value.type == NOVI_MISSING ? -1 : value.as.integer;
            }
            int main(void) {
                novi_value slots[2] = {{NOVI_INTEGER, 0, {70}}, {NOVI_INTEGER, 0, {71}}};
                novi_context context = {sizeof context, 2, 5, 0, slots, 0, asked, 0, 0};
                if (found(&context, 0) != 70 || found(&context, 1) != 71) return 1;
                if (found(&context, 2) != -1 || found(&context, 4) != -1) return 2;
                return found(&context, 5) == 5 && found(&context, NOVI_NO_KEY) == NOVI_NO_KEY ? 0 : 3;
            }
            """#
        #expect(try run(source) == 0)
    }

    /// Compiles and runs a program.
    private func run(_ source: String) throws -> Int32 {
        let output = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: output) }
        let compile = "cc -std=c11 -I \(Self.folder) -x c -o \(output) -"
        let script = "printf '%s' \"$0\" | \(compile) && \(output)"
        let process = try Process.run(
            URL(filePath: "/bin/sh"),
            arguments: ["-c", script, source]
        )
        process.waitUntilExit()
        return process.terminationStatus
    }
}
