extension RulePlugin {
    /// The plugin; `answer` is the list of what its rules can do.
    static let source = #"""
        #include "novi_activation.h"
        #include <sched.h>
        #include <semaphore.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>

        enum { CREATED, DESTROYED, EVALUATED, MISUSED, OVERLAPPED, COUNTERS };
        static _Atomic long counters[COUNTERS];
        NOVI_EXPORT long counter(int index) { return counters[index]; }

        static sem_t held, released;
        NOVI_EXPORT void await_held(void) { sem_wait(&held); }
        NOVI_EXPORT void release(void) { sem_post(&released); }

        typedef struct {
            char verb[16];
            long number;
            novi_string text;
            uint32_t key;
            const novi_name *name;
            const novi_activation *other;
            _Atomic int is_destroyed;
            _Atomic int inside;
        } rule;

        static const novi_host *host;
        static const novi_activations *activations;

        static novi_value of_text(uint32_t type, novi_string text) {
            return (novi_value){type, (uint32_t)text.size, {.text = text.data}};
        }

        static novi_string copy(novi_result *result, novi_string text) {
            char *memory = result->allocate(result, text.size);
            if (!memory) return (novi_string){0, 0};
            return (novi_string){memcpy(memory, text.data, text.size), text.size};
        }

        /// Whether as many pieces as the number says can be had, of as many bytes as the text says.
        static bool takes(rule *self, novi_result *result) {
            size_t size = strtoul(self->text.data, 0, 10);
            char **pieces = malloc(self->number * sizeof(char *));
            bool fine = true;
            for (long index = 0; fine && index < self->number; index++) {
                pieces[index] = result->allocate(result, size);
                fine = pieces[index] && (uintptr_t)pieces[index] % _Alignof(max_align_t) == 0;
                if (fine) memset(pieces[index], (int)index, size);
            }
            for (long index = 0; fine && index < self->number; index++)
                for (size_t byte = 0; fine && byte < size; byte++)
                    fine = pieces[index][byte] == (char)index;
            free(pieces);
            return fine;
        }

        static bool meets(rule *self) {
            for (int turn = 0; turn < 50; turn++, sched_yield())
                if (self->inside > 1) return true;
            return false;
        }

        static int32_t answer(rule *self, const novi_context *context, novi_result *result) {
        #define IS(word) (strcmp(self->verb, word) == 0)
            result->variant = IS("variant") || IS("split") ? self->name : 0;
            if (IS("off")) return NOVI_OFF;
            if (IS("abstain")) return NOVI_ABSTAIN;
            if (IS("split")) result->reason = NOVI_REASON_SPLIT;
            if (IS("made")) result->variant = result->make_name(result, self->text);
            if (IS("nameless")) result->variant = result->make_name(result, (novi_string){0, self->number});
            if (IS("endless")) result->variant = result->make_name(result, (novi_string){"", self->number});
            if (IS("identity")) result->variant = self->name;
            if (IS("status")) return result->message = self->text, (int32_t)self->number;
            if (IS("built")) return result->message = copy(result, self->text), (int32_t)self->number;
            if (IS("nowhere")) return result->message.size = 5, (int32_t)self->number;
            if (IS("boolean")) result->value = (novi_value){NOVI_BOOLEAN, 0, {self->number}};
            if (IS("integer")) result->value = (novi_value){NOVI_INTEGER, 0, {self->number}};
            if (IS("double")) result->value = (novi_value){NOVI_DOUBLE, 0, {.real = self->number / 2.0}};
            if (IS("text")) result->value = of_text(NOVI_STRING, copy(result, self->text));
            if (IS("json")) result->value = of_text(NOVI_JSON, self->text);
            if (IS("nothing")) result->value = of_text(NOVI_STRING, (novi_string){0, self->number});
            if (IS("type")) result->value.type = (uint32_t)self->number;
            if (IS("take")) return takes(self, result) ? NOVI_ON : NOVI_ERROR_NO_MEMORY;
            if (IS("meet")) return meets(self) ? NOVI_ON : NOVI_OFF;
            if (IS("hold")) sem_post(&held), sem_wait(&released);
            if (IS("key")) result->value = novi_context_value(context, self->key);
            if (IS("find")) result->value = context->find(context, self->text);
            if (self->other) return activations->evaluate(self->other, context, result);
            if (IS("now")) {
                char text[24];
                size_t size = (size_t)snprintf(text, sizeof text, "%lld", (long long)context->now);
                result->variant = result->make_name(result, (novi_string){text, size});
            }
            return NOVI_ON;
        }

        static int32_t evaluate(void *instance, const novi_context *context, novi_result *result) {
            rule *self = instance;
            if (self->is_destroyed) counters[MISUSED]++;
            if (self->inside++) counters[OVERLAPPED]++;
            counters[EVALUATED]++;
            int32_t status = answer(self, context, result);
            self->inside--;
            return status;
        }

        static void explain(void *instance, const novi_context *context, novi_error *text) {
            rule *self = instance;
            if (self->inside++) counters[OVERLAPPED]++;
            if (IS("silent")) text->length = 0;
            else if (IS("meet")) meets(self);
            else text->length = (uint32_t)snprintf(text->text, text->capacity, "I say %s.", self->verb);
            self->inside--;
        }

        /// What is destroyed is kept, so that using it afterwards is counted and does no harm.
        static void destroy(void *instance) {
            rule *self = instance;
            if (self->is_destroyed++ || self->inside) counters[MISUSED]++;
            counters[DESTROYED]++;
        }

        static int32_t create(const novi_class *type, const novi_host *host,
                              const novi_create_args *args, void **instance, novi_error *error) {
            rule *self = calloc(1, sizeof *self);
            char *config = strndup(args->config.data ? args->config.data : "", args->config.size);
            char *end = config + strcspn(config, " ");
            snprintf(self->verb, sizeof self->verb, "%.*s", (int)(end - config), config);
            self->number = strtol(end, &end, 10);
            end += *end == ' ';
            self->text = (novi_string){end, strlen(end)};
            self->key = IS("key") ? host->intern_key(host, self->text) : NOVI_NO_KEY;
            self->name = host->intern_name(host, self->text);
            if (IS("refuse")) {
                error->length = (uint32_t)snprintf(error->text, error->capacity, "%s", end);
                return (int32_t)self->number;
            }
            if (IS("boast")) return error->length = 1u << 30, NOVI_ERROR_CONFIG;
            if (IS("mumble")) return memcpy(error->text, "a\xFF", error->length = 2), NOVI_ERROR_CONFIG;
            if (IS("empty")) return NOVI_OK;
            if (IS("identity")) {
                char text[256];
                int size = snprintf(text, sizeof text, "%.*s|%.*s|%lld",
                                    (int)args->class_name.size, args->class_name.data,
                                    (int)args->activation_name.size, args->activation_name.data,
                                    (long long)args->activation_id);
                self->name = host->intern_name(host, (novi_string){text, (size_t)size});
            }
            if (IS("same")) {
                int32_t status = activations->resolve(args, self->number, &self->other, error);
                if (status != NOVI_OK) return status;
            }
            if (IS("maybe")) {
                const novi_activation *second = 0;
                activations->resolve(args, self->number, &self->other, error);
                if (*end) activations->resolve(args, strtol(end, 0, 10), &second, error);
                if (!self->other) self->other = second;
            }
            *instance = self;
            counters[CREATED]++;
            return IS("odd") ? 5 : NOVI_OK;
        }

        #define TEXT(text) {text, sizeof(text) - 1}
        #define CLASS(name, flags) {sizeof(novi_class), flags, TEXT(name), TEXT("Does as told."), \
                                    {0, 0}, 0, create, evaluate, destroy, explain}

        static const novi_class classes[] = {
            CLASS("Rule", 0), CLASS("SerialRule", NOVI_CLASS_SERIAL), CLASS("ClockRule", NOVI_CLASS_CLOCK),
        };
        static const novi_plugin plugin = {
            sizeof(novi_plugin), NOVI_INTERFACE_VERSION, TEXT("rules"), TEXT("1.2.3"),
            3, sizeof(novi_class), classes,
        };

        const novi_plugin *novi_plugin_v1(const novi_host *given) {
            host = given;
            sem_init(&held, 0, 0);
            sem_init(&released, 0, 0);
            novi_string service = TEXT(NOVI_SERVICE_ACTIVATIONS);
            activations = host->service(host, service);
            return &plugin;
        }
        """#
}
