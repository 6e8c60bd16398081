// A plugin that uses all of version 0.1 of the interface. It is never changed: what was built with
// it has to keep loading, and to decide the same.
#include "novi_activation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(text) {text, sizeof(text) - 1}

NOVI_NOTE("growing", "1.0.0", "KeyActivation", "OtherActivation");

static const novi_host *the_host;

static bool is_equal(novi_value value, const char *text) {
    return value.type == NOVI_STRING && value.size == strlen(text)
        && memcmp(value.as.text, text, value.size) == 0;
}

static void say(novi_error *error, const char *text) {
    size_t length = strlen(text);
    error->length = length < error->capacity ? (uint32_t)length : error->capacity;
    memcpy(error->text, text, error->length);
}

// MARK: On if the context has the key that the config names; with a variant, a value and more

struct key {
    uint32_t id;
    const novi_name *variant;
    novi_string name;
    char text[64];
};

static int32_t key_create(const novi_class *self, const novi_host *host,
                          const novi_create_args *args, void **instance, novi_error *error) {
    if (!NOVI_HAS(args, activation_id) || self->data != &the_host || host != the_host) {
        return NOVI_ERROR_GENERAL;
    }
    struct key *made = calloc(1, sizeof *made);
    if (!made || args->config.size == 0 || args->config.size >= sizeof made->text) {
        free(made);
        say(error, "The config names no key.");
        return NOVI_ERROR_CONFIG;
    }
    memcpy(made->text, args->config.data, args->config.size);
    made->name = (novi_string){made->text, args->config.size};
    made->id = host->intern_key(host, made->name);
    made->variant = host->intern_name(host, made->name);
    host->log(host, NOVI_LOG_DEBUG, made->name);
    *instance = made;
    return NOVI_OK;
}

static int32_t key_evaluate(void *instance, const novi_context *context, novi_result *result) {
    const struct key *key = instance;
    novi_value value = novi_context_value(context, key->id);
    novi_value other = context->find(context, key->name);
    if (value.type != other.type) {
        result->message = (novi_string)TEXT("The context contradicts itself.");
        return NOVI_ERROR_INVALID_CONTEXT;
    }
    if (value.type == NOVI_MISSING) {
        return NOVI_ABSTAIN;
    }
    result->reason = NOVI_REASON_SPLIT;
    result->variant = key->variant;
    if (is_equal(value, "now")) {
        char *text = result->allocate(result, 32);
        int length = snprintf(text, 32, "now-%lld", (long long)context->now);
        result->variant = result->make_name(result, (novi_string){text, (size_t)length});
        result->value.type = NOVI_STRING;
        result->value.size = (uint32_t)length;
        result->value.as.text = text;
    }
    return is_equal(value, "off") ? NOVI_OFF : NOVI_ON;
}

static void key_explain(void *instance, const novi_context *context, novi_error *text) {
    const struct key *key = instance;
    novi_value value = novi_context_value(context, key->id);
    say(text, value.type == NOVI_MISSING ? "The key is missing." : "The key is there.");
}

// MARK: On if the activation is on whose id the config is

struct other {
    const novi_activations *service;
    const novi_activation *activation;
};

static int32_t other_create(const novi_class *self, const novi_host *host,
                            const novi_create_args *args, void **instance, novi_error *error) {
    (void)self;
    const novi_activations *service =
        host->service(host, (novi_string)TEXT(NOVI_SERVICE_ACTIVATIONS));
    if (!service || !NOVI_HAS(service, evaluate)) {
        return NOVI_ERROR_UNSUPPORTED;
    }
    int64_t id = args->config.size == 1 ? args->config.data[0] - '0' : -1;
    const novi_activation *activation = NULL;
    int32_t status = service->resolve(args, id, &activation, error);
    if (status != NOVI_OK) {
        return status;
    }
    struct other *made = malloc(sizeof *made);
    *made = (struct other){service, activation};
    *instance = made;
    return NOVI_OK;
}

static int32_t other_evaluate(void *instance, const novi_context *context, novi_result *result) {
    const struct other *other = instance;
    return other->service->evaluate(other->activation, context, result);
}

// MARK: The plugin

static const novi_class classes[] = {
    {.size = sizeof(novi_class),
     .flags = NOVI_CLASS_CLOCK,
     .name = TEXT("KeyActivation"),
     .summary = TEXT("Is on if the context has a key."),
     .config_schema = TEXT("{\"type\": \"string\"}"),
     .data = &the_host,
     .create = key_create,
     .evaluate = key_evaluate,
     .destroy = free,
#ifndef WITHOUT_EXPLAIN
     .explain = key_explain,
#endif
    },
    {.size = sizeof(novi_class),
     .flags = 0,
     .name = TEXT("OtherActivation"),
     .create = other_create,
     .evaluate = other_evaluate,
     .destroy = free},
};

static const novi_plugin plugin = {
    .size = sizeof(novi_plugin),
    .interface_version = NOVI_INTERFACE_VERSION,
    .name = TEXT("growing"),
    .version = TEXT("1.0.0"),
    .class_count = 2,
    .class_stride = sizeof(novi_class),
    .classes = classes,
};

const novi_plugin *novi_plugin_v1(const novi_host *host) {
    (void)key_explain;
    the_host = host;
    return host->interface_version >> 16 == NOVI_INTERFACE_VERSION >> 16 ? &plugin : NULL;
}
