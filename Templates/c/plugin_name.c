/* On for callers of whom an attribute has one of the values that the config lists; the variant is
   that value. The config is plain text: plan=team,enterprise */
#include <stdlib.h>
#include <string.h>

#include "novi_activation.h"

#define TEXT(literal) {literal, sizeof(literal) - 1}

/* A value that the config lists, and the variant of the same name. */
typedef struct choice {
    novi_string value;
    const novi_name *variant;
} choice;

/* One row of the database. `evaluate` only reads it, so any number of threads may. */
typedef struct rule {
    uint32_t key;
    novi_string attribute;
    size_t count;
    choice *choices;
    char text[];
} rule;

static int32_t fail(novi_error *error, int32_t code, const char *message) {
    size_t size = strlen(message);
    error->length = size < error->capacity ? (uint32_t)size : error->capacity;
    memcpy(error->text, message, error->length);
    return code;
}

/* Takes off what stands before the separator, and the separator. */
static novi_string take(novi_string *rest, char separator) {
    const char *end = rest->size ? memchr(rest->data, separator, rest->size) : NULL;
    novi_string part = {rest->data, end ? (size_t)(end - rest->data) : rest->size};
    size_t taken = part.size + (end ? 1 : 0);
    rest->data = taken ? rest->data + taken : rest->data;
    rest->size -= taken;
    return part;
}

/* A config may be any bytes, but what the host is given has to be UTF-8. */
static bool is_utf8(novi_string text) {
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    for (size_t i = 0; i < text.size;) {
        uint8_t first = (uint8_t)text.data[i++];
        if (first < 0x80) continue;
        size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
        if (!more || first >= 0xF8 || text.size - i < more) return false;
        uint32_t scalar = first & (0x3Fu >> more);
        for (size_t end = i + more; i < end; i++) {
            uint8_t next = (uint8_t)text.data[i];
            if ((next & 0xC0) != 0x80) return false;
            scalar = scalar << 6 | (next & 0x3Fu);
        }
        bool is_surrogate = scalar >= 0xD800 && scalar <= 0xDFFF;
        if (scalar < least[more] || scalar > 0x10FFFF || is_surrogate) return false;
    }
    return true;
}

/* How many values there are; 0 if one of them is empty. */
static size_t count_values(novi_string values) {
    size_t count = 1;
    for (size_t i = 0; i < values.size; i++) {
        if (values.data[i] != ',') continue;
        if (i == 0 || values.data[i - 1] == ',') return 0;
        count++;
    }
    return values.size && values.data[values.size - 1] != ',' ? count : 0;
}

static void destroy(void *instance) {
    rule *made = instance;
    free(made->choices);
    free(made);
}

static int32_t create(const novi_class *self, const novi_host *host, const novi_create_args *args,
                      void **instance, novi_error *error) {
    (void)self;
    if (!is_utf8(args->config)) {
        return fail(error, NOVI_ERROR_CONFIG, "The config is not UTF-8; save it as UTF-8.");
    }
    novi_string config = args->config;
    novi_string attribute = take(&config, '=');
    size_t count = count_values(config);
    if (!attribute.size || !count) {
        return fail(error, NOVI_ERROR_CONFIG,
                    "The config names no attribute or no values; write attribute=value,value.");
    }
    rule *made = malloc(sizeof *made + args->config.size);
    choice *choices = calloc(count, sizeof *choices);
    if (!made || !choices) {
        free(made);
        free(choices);
        return fail(error, NOVI_ERROR_NO_MEMORY, "There is no memory for the config.");
    }
    /* The config is borrowed, so the rule has a copy, and its texts point into that. */
    memcpy(made->text, args->config.data, args->config.size);
    novi_string rest = {made->text, args->config.size};
    made->attribute = take(&rest, '=');
    made->key = host->intern_key(host, made->attribute);
    made->count = count;
    made->choices = choices;
    for (size_t i = 0; i < count; i++) {
        choices[i].value = take(&rest, ',');
        choices[i].variant = host->intern_name(host, choices[i].value);
    }
    *instance = made;
    return NOVI_OK;
}

static int32_t evaluate(void *instance, const novi_context *context, novi_result *result) {
    const rule *made = instance;
    novi_value value = made->key == NOVI_NO_KEY ? context->find(context, made->attribute)
                                                : novi_context_value(context, made->key);
    if (value.type != NOVI_STRING) return NOVI_ABSTAIN;
    for (size_t i = 0; i < made->count; i++) {
        novi_string wanted = made->choices[i].value;
        if (wanted.size != value.size || memcmp(wanted.data, value.as.text, value.size)) continue;
        result->variant = made->choices[i].variant;
        return NOVI_ON;
    }
    return NOVI_OFF;
}

static const novi_class classes[] = {{
    .size = sizeof(novi_class),
    .flags = NOVI_CLASS_PURE,
    .name = TEXT("PluginNameActivation"),
    .summary = TEXT("On if an attribute of the caller has one of the listed values."),
    .create = create,
    .evaluate = evaluate,
    .destroy = destroy,
}};

static const novi_plugin plugin = {
    .size = sizeof(novi_plugin),
    .interface_version = NOVI_INTERFACE_VERSION,
    .name = TEXT("plugin_name"),
    .version = TEXT("0.1.0"),
    .class_count = sizeof classes / sizeof *classes,
    .class_stride = sizeof(novi_class),
    .classes = classes,
};

const novi_plugin *novi_plugin_v1(const novi_host *host) {
    (void)host;
    return &plugin;
}
