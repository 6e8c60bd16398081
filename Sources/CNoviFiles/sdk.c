#include "novi_files.h"

// The compiler reads the files, so they cost no array literals, and what was edited is compiled
// again. A test finds files that are missing here.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const novi_file files[] = {
    {"LICENSE", (const unsigned char[]){
#embed "../../LICENSE" suffix(, 0)
    }},
    {"Package.swift", (const unsigned char[]){
#embed "../../Templates/sdk/Package.swift" suffix(, 0)
    }},
    {"README.md", (const unsigned char[]){
#embed "../../Templates/sdk/README.md" suffix(, 0)
    }},
    {"Sources/CNovi/include/novi_activation.h", (const unsigned char[]){
#embed "../CNovi/include/novi_activation.h" suffix(, 0)
    }},
    {"Sources/NoviActivation/ActivationClass.swift", (const unsigned char[]){
#embed "../NoviActivation/ActivationClass.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/ActivationConfig.swift", (const unsigned char[]){
#embed "../NoviActivation/ActivationConfig.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/ActivationContext.swift", (const unsigned char[]){
#embed "../NoviActivation/ActivationContext.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/ActivationError.swift", (const unsigned char[]){
#embed "../NoviActivation/ActivationError.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/BaseActivation.swift", (const unsigned char[]){
#embed "../NoviActivation/BaseActivation.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/BorrowedText.swift", (const unsigned char[]){
#embed "../NoviActivation/BorrowedText.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/Decision.swift", (const unsigned char[]){
#embed "../NoviActivation/Decision.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/PluginEntry.swift", (const unsigned char[]){
#embed "../NoviActivation/PluginEntry.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/ResolvedActivation.swift", (const unsigned char[]){
#embed "../NoviActivation/ResolvedActivation.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/ExactText.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/ExactText.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONError.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONError.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONKind.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONKind.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONObject.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONObject.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONReader+Containers.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONReader+Containers.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONReader+Numbers.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONReader+Numbers.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONReader+Strings.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONReader+Strings.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONReader+Values.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONReader+Values.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONReader.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONReader.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONValue+Literals.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONValue+Literals.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONValue+Parsing.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONValue+Parsing.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONValue+Writing.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONValue+Writing.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONValue.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONValue.swift" suffix(, 0)
    }},
    {"Sources/NoviActivation/JSON/JSONWriter.swift", (const unsigned char[]){
#embed "../NoviActivation/JSON/JSONWriter.swift" suffix(, 0)
    }},
};

const novi_file *novi_sdk_file(size_t index) {
    return index < sizeof files / sizeof *files ? &files[index] : NULL;
}
