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
    {"Sources/CNoviTesting/include/novi_process.h", (const unsigned char[]){
#embed "../CNoviTesting/include/novi_process.h" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Contract/ActivationContract.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Contract/ActivationContract.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Contract/ClassInspection.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Contract/ClassInspection.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Contract/ContractPart.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Contract/ContractPart.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Contract/ContractReport.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Contract/ContractReport.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Contract/ContractRule.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Contract/ContractRule.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Contract/ContractRun.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Contract/ContractRun.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Contract/Findings.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Contract/Findings.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Contract/PluginInspection.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Contract/PluginInspection.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Contract/SchemaConfigs.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Contract/SchemaConfigs.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Host/FixedActivation.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Host/FixedActivation.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Host/HostRecords.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Host/HostRecords.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Host/TestActivation.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Host/TestActivation.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Host/TestEvaluation.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Host/TestEvaluation.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Host/TestHost+Interface.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Host/TestHost+Interface.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Host/TestHost.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Host/TestHost.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Interface/ActivationTable.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Interface/ActivationTable.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Interface/Answer.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Interface/Answer.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Interface/AnswerMemory.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Interface/AnswerMemory.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Interface/ContextPlan.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Interface/ContextPlan.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Interface/LentContext.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Interface/LentContext.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Interface/LentMemory.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Interface/LentMemory.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Interface/RawValue.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Interface/RawValue.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Interface/TextPiece.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Interface/TextPiece.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Interface/Threads.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Interface/Threads.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Interface/WatchedBuffer.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Interface/WatchedBuffer.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/AgreementProbe.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/AgreementProbe.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/ClassTrial.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/ClassTrial.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/CreationProbe.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/CreationProbe.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/EvaluationProbe.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/EvaluationProbe.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/ExplanationProbe.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/ExplanationProbe.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/Findings+Answer.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/Findings+Answer.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/LifetimeProbe.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/LifetimeProbe.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/OddConfigs.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/OddConfigs.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/OddValues.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/OddValues.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/OddInstanceProbe.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/OddInstanceProbe.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/OutputCapture.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/OutputCapture.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/ProcessState.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/ProcessState.swift" suffix(, 0)
    }},
    {"Sources/NoviActivationTesting/Probes/ThreadProbe.swift", (const unsigned char[]){
#embed "../NoviActivationTesting/Probes/ThreadProbe.swift" suffix(, 0)
    }},
};

const novi_file *novi_sdk_file(size_t index) {
    return index < sizeof files / sizeof *files ? &files[index] : NULL;
}
