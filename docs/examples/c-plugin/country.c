/* On for callers from the country that the config names, such as NL. */
#include <stdlib.h>
#include <string.h>

#include "novi_activation.h"

typedef struct country {
    uint32_t key;
    size_t size;
    char code[];
} country;

static int32_t create(const novi_class *self, const novi_host *host, const novi_create_args *args,
                      void **instance, novi_error *error) {
    (void)self;
    if (args->config.size != 2) {
        static const char message[] = "The config is not a country's code; write two letters.";
        error->length = sizeof message - 1 < error->capacity ? sizeof message - 1 : error->capacity;
        memcpy(error->text, message, error->length);
        return NOVI_ERROR_CONFIG;
    }
    country *made = malloc(sizeof *made + args->config.size);
    if (!made) return NOVI_ERROR_NO_MEMORY;
    made->key = host->intern_key(host, (novi_string){"country", 7});
    made->size = args->config.size;
    memcpy(made->code, args->config.data, made->size);
    *instance = made;
    return NOVI_OK;
}

static int32_t evaluate(void *instance, const novi_context *context, novi_result *result) {
    (void)result;
    const country *wanted = instance;
    novi_value value = novi_context_value(context, wanted->key);
    if (value.type != NOVI_STRING) return NOVI_ABSTAIN;
    return value.size == wanted->size && !memcmp(value.as.text, wanted->code, value.size)
               ? NOVI_ON
               : NOVI_OFF;
}

static const novi_class classes[] = {{
    .size = sizeof(novi_class),
    .flags = NOVI_CLASS_PURE,
    .name = {"CountryActivation", 17},
    .summary = {"On for callers from one country.", 32},
    .create = create,
    .evaluate = evaluate,
    .destroy = free,
}};

static const novi_plugin plugin = {
    .size = sizeof(novi_plugin),
    .interface_version = NOVI_INTERFACE_VERSION,
    .name = {"country", 7},
    .version = {"1.0.0", 5},
    .class_count = 1,
    .class_stride = sizeof(novi_class),
    .classes = classes,
};

NOVI_NOTE("country", "1.0.0", "CountryActivation");

const novi_plugin *novi_plugin_v1(const novi_host *host) {
    (void)host;
    return &plugin;
}
