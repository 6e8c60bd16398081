// A plugin in C whose one rule says what RULE_DECIDES is, for the benchmarks that need many plugins.
#include "novi_activation.h"

#define TEXT(text) {text, sizeof(text) - 1}

// The benchmarks write another number into each copy, so that no two have the same content.
static const char version[] = "1.0.0-NNNNNNNN";

static int instance;

static int32_t create(const novi_class *self, const novi_host *host, const novi_create_args *args,
                      void **made, novi_error *error) {
    (void)self, (void)host, (void)args, (void)error;
    *made = &instance;
    return NOVI_OK;
}

static int32_t evaluate(void *self, const novi_context *context, novi_result *result) {
    (void)self, (void)context, (void)result;
    return RULE_DECIDES;
}

static void destroy(void *self) { (void)self; }

static const novi_class rule = {sizeof(novi_class), 0, TEXT("Rule"), TEXT(""), TEXT(""),
                                0, create, evaluate, destroy, 0};
static const novi_plugin plugin = {sizeof(novi_plugin), NOVI_INTERFACE_VERSION, TEXT("rule"),
                                   {version, sizeof version - 1}, 1, sizeof(novi_class), &rule};

const novi_plugin *novi_plugin_v1(const novi_host *host) {
    (void)host;
    return &plugin;
}
