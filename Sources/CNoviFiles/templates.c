#include "novi_files.h"

// The compiler reads the files, so they cost no array literals, and what was edited is compiled
// again. A test finds files that are missing here.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const novi_file files[] = {
    {"c/.gitignore", (const unsigned char[]){
#embed "../../Templates/c/.gitignore" suffix(, 0)
    }},
    {"c/Makefile", (const unsigned char[]){
#embed "../../Templates/c/Makefile" suffix(, 0)
    }},
    {"c/README.md", (const unsigned char[]){
#embed "../../Templates/c/README.md" suffix(, 0)
    }},
    {"c/plugin_name.c", (const unsigned char[]){
#embed "../../Templates/c/plugin_name.c" suffix(, 0)
    }},
    {"c/tests/plugin_name_test.c", (const unsigned char[]){
#embed "../../Templates/c/tests/plugin_name_test.c" suffix(, 0)
    }},
    {"cpp/.gitignore", (const unsigned char[]){
#embed "../../Templates/cpp/.gitignore" suffix(, 0)
    }},
    {"cpp/Makefile", (const unsigned char[]){
#embed "../../Templates/cpp/Makefile" suffix(, 0)
    }},
    {"cpp/README.md", (const unsigned char[]){
#embed "../../Templates/cpp/README.md" suffix(, 0)
    }},
    {"cpp/plugin_name.cpp", (const unsigned char[]){
#embed "../../Templates/cpp/plugin_name.cpp" suffix(, 0)
    }},
    {"cpp/tests/plugin_name_test.c", (const unsigned char[]){
#embed "../../Templates/cpp/tests/plugin_name_test.c" suffix(, 0)
    }},
    {"rust/.gitignore", (const unsigned char[]){
#embed "../../Templates/rust/.gitignore" suffix(, 0)
    }},
    {"rust/Cargo.toml", (const unsigned char[]){
#embed "../../Templates/rust/Cargo.toml" suffix(, 0)
    }},
    {"rust/README.md", (const unsigned char[]){
#embed "../../Templates/rust/README.md" suffix(, 0)
    }},
    {"rust/build.rs", (const unsigned char[]){
#embed "../../Templates/rust/build.rs" suffix(, 0)
    }},
    {"rust/rustfmt.toml", (const unsigned char[]){
#embed "../../Templates/rust/rustfmt.toml" suffix(, 0)
    }},
    {"rust/src/lib.rs", (const unsigned char[]){
#embed "../../Templates/rust/src/lib.rs" suffix(, 0)
    }},
    {"rust/src/novi.rs", (const unsigned char[]){
#embed "../../Templates/rust/src/novi.rs" suffix(, 0)
    }},
    {"rust/src/plugin.rs", (const unsigned char[]){
#embed "../../Templates/rust/src/plugin.rs" suffix(, 0)
    }},
    {"rust/src/tests.rs", (const unsigned char[]){
#embed "../../Templates/rust/src/tests.rs" suffix(, 0)
    }},
    {"swift/.gitignore", (const unsigned char[]){
#embed "../../Templates/swift/.gitignore" suffix(, 0)
    }},
    {"swift/Package.swift", (const unsigned char[]){
#embed "../../Templates/swift/Package.swift" suffix(, 0)
    }},
    {"swift/README.md", (const unsigned char[]){
#embed "../../Templates/swift/README.md" suffix(, 0)
    }},
    {"swift/Sources/plugin_name/PluginNameActivation.swift", (const unsigned char[]){
#embed "../../Templates/swift/Sources/plugin_name/PluginNameActivation.swift" suffix(, 0)
    }},
    {"swift/Sources/plugin_name/ValueList.swift", (const unsigned char[]){
#embed "../../Templates/swift/Sources/plugin_name/ValueList.swift" suffix(, 0)
    }},
    {"swift/Sources/plugin_name/novi_plugin_v1.swift", (const unsigned char[]){
#embed "../../Templates/swift/Sources/plugin_name/novi_plugin_v1.swift" suffix(, 0)
    }},
    {"swift/Tests/plugin_nameTests/PluginNameActivationTests.swift", (const unsigned char[]){
#embed "../../Templates/swift/Tests/plugin_nameTests/PluginNameActivationTests.swift" suffix(, 0)
    }},
    {"swift/Tests/plugin_nameTests/ValueListTests.swift", (const unsigned char[]){
#embed "../../Templates/swift/Tests/plugin_nameTests/ValueListTests.swift" suffix(, 0)
    }},
};

const novi_file *novi_template_file(size_t index) {
    return index < sizeof files / sizeof *files ? &files[index] : NULL;
}
