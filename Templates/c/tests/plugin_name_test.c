/* Tests the plugin through its interface, with a host that is as small as the interface allows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "novi_activation.h"

#define TEXT(literal) ((novi_string){literal, sizeof(literal) - 1})
#define EXPECT(condition)                                                                          \
    if (!(condition)) {                                                                            \
        fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                    \
        failures++;                                                                                \
    }

static int failures;

/* MARK: The host */

struct novi_name {
    char text[64];
};

static char keys[8][64];
static uint32_t key_count;
static novi_name names[32];
static size_t name_count;

static void copy(char *to, novi_string text) {
    if (text.size >= 64) abort();
    memcpy(to, text.data, text.size);
    to[text.size] = 0;
}

static uint32_t intern_key(const novi_host *host, novi_string name) {
    (void)host;
    for (uint32_t i = 0; i < key_count; i++) {
        if (strlen(keys[i]) == name.size && !memcmp(keys[i], name.data, name.size)) return i;
    }
    if (key_count == sizeof keys / sizeof *keys) return NOVI_NO_KEY;
    copy(keys[key_count], name);
    return key_count++;
}

static const novi_name *intern_name(const novi_host *host, novi_string text) {
    (void)host;
    if (name_count == sizeof names / sizeof *names) return NULL;
    copy(names[name_count].text, text);
    return &names[name_count++];
}

static novi_string name_text(const novi_host *host, const novi_name *name) {
    (void)host;
    return (novi_string){name->text, strlen(name->text)};
}

static void ignore(const novi_host *host, int32_t level, novi_string message) {
    (void)host, (void)level, (void)message;
}

static const void *no_service(const novi_host *host, novi_string id) {
    (void)host, (void)id;
    return NULL;
}

static const novi_host host = {
    sizeof host, NOVI_INTERFACE_VERSION, intern_key, intern_name, name_text, ignore, no_service,
};

/* MARK: One class */

static const novi_class *class;
static char message[128];

static int32_t create(novi_string config, void **instance) {
    novi_create_args args = {.size = sizeof args, .config = config, .class_name = class->name};
    novi_error error = {sizeof error, sizeof message - 1, 0, 0, message};
    *instance = NULL;
    int32_t status = class->create(class, &host, &args, instance, &error);
    message[error.length] = 0;
    return status;
}

/* A context has one attribute, `plan`. */
static novi_value plan;

static novi_value find_key(const novi_context *context, uint32_t key) {
    (void)context;
    novi_value missing = {.type = NOVI_MISSING};
    return key < key_count && !strcmp(keys[key], "plan") ? plan : missing;
}

static novi_value find(const novi_context *context, novi_string name) {
    return find_key(context, intern_key(&host, name));
}

static void *no_memory(novi_result *result, size_t size) {
    (void)result, (void)size;
    return NULL;
}

static const novi_name *no_name(novi_result *result, novi_string text) {
    (void)result, (void)text;
    return NULL;
}

/* Decides for a plan; without one if it is null. Gives the name of the variant, or "". */
static int32_t decide(void *instance, const char *text, const char **variant) {
    plan = (novi_value){.type = NOVI_MISSING};
    if (text) plan = (novi_value){NOVI_STRING, (uint32_t)strlen(text), {.text = text}};
    novi_context context = {.size = sizeof context, .find_key = find_key, .find = find};
    novi_result result = {.size = sizeof result, .allocate = no_memory, .make_name = no_name};
    int32_t status = class->evaluate(instance, &context, &result);
    *variant = result.variant ? name_text(&host, result.variant).data : "";
    return status;
}

/* MARK: The tests */

static void test_decisions(void) {
    void *instance;
    const char *variant;
    EXPECT(create(TEXT("plan=team,enterprise"), &instance) == NOVI_OK);
    EXPECT(decide(instance, "team", &variant) == NOVI_ON && !strcmp(variant, "team"));
    EXPECT(decide(instance, "enterprise", &variant) == NOVI_ON && !strcmp(variant, "enterprise"));
    EXPECT(decide(instance, "free", &variant) == NOVI_OFF && !strcmp(variant, ""));
    EXPECT(decide(instance, "", &variant) == NOVI_OFF);
    EXPECT(decide(instance, "teams", &variant) == NOVI_OFF);
    EXPECT(decide(instance, NULL, &variant) == NOVI_ABSTAIN);
    class->destroy(instance);
}

static void test_configs_that_are_refused(void) {
    const char *configs[] = {"", "plan", "plan=", "=team", "plan=team,", "plan=,team", "plan=a,,b"};
    for (size_t i = 0; i < sizeof configs / sizeof *configs; i++) {
        void *instance;
        EXPECT(create((novi_string){configs[i], strlen(configs[i])}, &instance)
               == NOVI_ERROR_CONFIG);
        EXPECT(!instance && strstr(message, "write attribute=value,value"));
    }
}

static void test_text_beyond_ascii(void) {
    const char *broken[] = {"plan=\xFF", "plan=\xC3", "plan=\xC3(", "plan=\xC0\x80",
                            "plan=\xED\xA0\x80", "plan=\xF4\x90\x80\x80"};
    void *instance;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        EXPECT(create((novi_string){broken[i], strlen(broken[i])}, &instance)
               == NOVI_ERROR_CONFIG);
        EXPECT(strstr(message, "not UTF-8"));
    }
    const char *variant;
    EXPECT(create(TEXT("plan=größe,大きさ,📏"), &instance) == NOVI_OK);
    EXPECT(decide(instance, "大きさ", &variant) == NOVI_ON && !strcmp(variant, "大きさ"));
    EXPECT(decide(instance, "📏", &variant) == NOVI_ON && !strcmp(variant, "📏"));
    class->destroy(instance);
}

int main(void) {
    const novi_plugin *plugin = novi_plugin_v1(&host);
    EXPECT(plugin && plugin->class_count == 1);
    if (failures) return 1;
    class = plugin->classes;
    test_decisions();
    test_configs_that_are_refused();
    test_text_beyond_ascii();
    if (!failures) puts("All tests passed.");
    return failures != 0;
}
