/// The interface between Novi and an activation plugin, version 0.1.
///
/// A plugin is a shared library that exports one function, `novi_plugin_v1`. The function leads to
/// everything else: the plugin's name, and the activation classes that it brings. A flag uses a
/// class through a row in the database that names it and gives it a config; the host calls the
/// class's `create` with that config once, and the instance's `evaluate` for every decision.
///
/// This header is the specification. It is C11, it needs nothing but the C library's headers, and
/// it compiles as C++17.
///
/// Rules that hold everywhere
/// - Growth: a structure begins with its size as its producer was built with. A reader uses a
///   member only if `NOVI_HAS` says that the structure reaches that far. New members go at the
///   end. Arrays of structures carry the distance between elements. A change that cannot be made
///   so gets a new exported symbol, `novi_plugin_v2`; a library may export several.
/// - Text: UTF-8, pointer and length, no terminating zero, and borrowed for the stated time. The
///   pointer of an empty text may be null.
/// - Memory: nobody frees what the other side allocated. Error text is written into the caller's
///   buffer; what has to be built for one answer is allocated through the result.
/// - Control: nothing may unwind across a call in either direction: no C++ exception, no
///   `longjmp`, no Swift error. A plugin does not exit, fork, install signal handlers, change the
///   environment, the working folder, the umask or the locale, write to the standard output or
///   error, or keep a borrowed pointer.
/// - Threads: each function says on which threads it may run, in brackets.
/// - Pointers are never null unless the member says so.
#ifndef NOVI_ACTIVATION_H
#define NOVI_ACTIVATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The version of this header, major in the high and minor in the low 16 bits.
#define NOVI_INTERFACE_VERSION 0x00000001u

/// The same for people: major and minor in decimal digits.
#define NOVI_INTERFACE_VERSION_TEXT "0.1"

/// Whether a structure, as its producer built it, has a member.
#define NOVI_HAS(pointer, member)                                                                  \
    ((pointer)->size >= offsetof(__typeof__(*(pointer)), member) + sizeof((pointer)->member))

/// Marks the one function that a plugin exports, also where everything else is hidden.
#define NOVI_EXPORT __attribute__((visibility("default")))

// MARK: Text and values

/// A piece of UTF-8 text, borrowed.
typedef struct novi_string {
    /// The first byte; may be null if `size` is 0.
    const char *data;
    /// How many bytes there are.
    size_t size;
} novi_string;

/// What a value is.
enum {
    /// There is no value.
    NOVI_MISSING = 0,
    /// JSON's null.
    NOVI_NULL = 1,
    /// True or false, in `as.integer` as 1 or 0.
    NOVI_BOOLEAN = 2,
    /// A whole number, in `as.integer`.
    NOVI_INTEGER = 3,
    /// Any other number, in `as.real`; may be infinite or not a number.
    NOVI_DOUBLE = 4,
    /// UTF-8 text of `size` bytes at `as.text`.
    NOVI_STRING = 5,
    /// Valid JSON text of `size` bytes at `as.text`: an object, an array, or a whole number that
    /// does not fit into 64 bits. If the caller's context has numbers that JSON lacks, they stand in
    /// it as Python writes them: NaN, Infinity, -Infinity.
    NOVI_JSON = 6,
};

/// One value of a context or a result.
typedef struct novi_value {
    /// One of `NOVI_MISSING` to `NOVI_JSON`. A reader takes a type that it does not know as missing.
    uint32_t type;
    /// How many bytes `as.text` has; 0 for the types without text.
    uint32_t size;
    /// The value itself, as `type` says.
    union {
        int64_t integer;
        double real;
        /// May be null if `size` is 0.
        const char *text;
    } as;
} novi_value;

/// A text that the host keeps: the variant that a decision names.
///
/// Results that carry names cost nothing, however long the text is. Only the host makes names,
/// through `novi_host.intern_name` when an activation is created, or through
/// `novi_result.make_name` during one evaluation.
typedef struct novi_name novi_name;

// MARK: Status

/// What `create` and `evaluate` return: 0 and above is success, below is an error.
///
/// The codes from -2 to -9 are OpenFeature's.
enum {
    /// `create` has made an instance.
    NOVI_OK = 0,
    /// The rule says no.
    NOVI_OFF = 0,
    /// The rule says yes.
    NOVI_ON = 1,
    /// The rule has no opinion: the context lacks what it needs. A flag counts it as no.
    NOVI_ABSTAIN = 2,

    /// Any failure without a code of its own.
    NOVI_ERROR_GENERAL = -1,
    /// A text could not be parsed.
    NOVI_ERROR_PARSE = -2,
    /// The context has no targeting key, and the rule needs one.
    NOVI_ERROR_TARGETING_KEY_MISSING = -3,
    /// The context does not have what the rule requires, or not in a form that it can use.
    NOVI_ERROR_INVALID_CONTEXT = -4,
    /// A value is not of the type that was asked for.
    NOVI_ERROR_TYPE_MISMATCH = -5,
    /// A flag that the rule refers to does not exist.
    NOVI_ERROR_FLAG_NOT_FOUND = -6,
    /// What the rule relies on is not ready yet.
    NOVI_ERROR_NOT_READY = -7,
    /// What the rule relies on has failed for good.
    NOVI_ERROR_FATAL = -8,

    /// The config is not one that the class can work with.
    NOVI_ERROR_CONFIG = -16,
    /// The host lacks a service that the class needs.
    NOVI_ERROR_UNSUPPORTED = -17,
    /// Memory could not be had.
    NOVI_ERROR_NO_MEMORY = -18,
};

/// Why a decision is what it is; OpenFeature's reasons that a rule can give.
enum {
    /// Not said: the host takes `NOVI_REASON_TARGETING_MATCH` for yes and `NOVI_REASON_DEFAULT`
    /// for no.
    NOVI_REASON_UNSPECIFIED = 0,
    /// The context fits a rule.
    NOVI_REASON_TARGETING_MATCH = 1,
    /// The context fell into a share of a whole.
    NOVI_REASON_SPLIT = 2,
    /// The answer is the same for every context.
    NOVI_REASON_STATIC = 3,
    /// No rule fits.
    NOVI_REASON_DEFAULT = 4,
};

/// Where a failing function describes what is wrong.
///
/// The caller owns it and the buffer. Text that does not fit is cut by the callee.
typedef struct novi_error {
    /// `sizeof(novi_error)` of the caller.
    uint32_t size;
    /// How many bytes fit into `text`.
    uint32_t capacity;
    /// How many bytes the callee has written; 0 before the call.
    uint32_t length;
    /// Always 0.
    uint32_t reserved;
    /// The buffer for one sentence in UTF-8: what is wrong, where, and what to do.
    char *text;
} novi_error;

// MARK: Context

typedef struct novi_context novi_context;

/// The facts about the caller for whom a flag is evaluated.
///
/// The host owns it and all that it leads to. It does not change while it is borrowed, and it is
/// borrowed until `evaluate` returns.
struct novi_context {
    /// `sizeof(novi_context)` of the host.
    uint32_t size;
    /// How many elements `slots` has.
    uint32_t slot_count;
    /// How many keys were interned when the slots were filled. A key in between `slot_count` and
    /// `key_count` has no value; one from `key_count` on has to be looked up with `find_key`.
    uint32_t key_count;
    /// Always 0.
    uint32_t reserved;
    /// The values, indexed by the ids of `novi_host.intern_key`; null if `slot_count` is 0.
    const novi_value *slots;
    /// Nanoseconds since 1970-01-01T00:00:00Z, read once for the whole evaluation; 0 unless a
    /// class of the flag has `NOVI_CLASS_CLOCK`.
    int64_t now;
    /// Finds the value of an interned key, `NOVI_MISSING` if there is none. [any thread]
    novi_value (*find_key)(const novi_context *context, uint32_t key);
    /// Finds a value by the name of its key, for keys that are known only at run time.
    /// `NOVI_MISSING` if there is none. [any thread]
    novi_value (*find)(const novi_context *context, novi_string name);
    /// The host's own.
    const void *host_data;
};

/// The value of an interned key; `NOVI_MISSING` if the context has none. [any thread]
static inline novi_value novi_context_value(const novi_context *context, uint32_t key) {
    if (key < context->slot_count) {
        return context->slots[key];
    }
    if (key >= context->key_count) {
        return context->find_key(context, key);
    }
    novi_value missing = {NOVI_MISSING, 0, {0}};
    return missing;
}

// MARK: Result

typedef struct novi_result novi_result;

/// Where `evaluate` says more than yes or no.
///
/// The host owns it and resets it before each call. Everything in it is optional.
struct novi_result {
    /// `sizeof(novi_result)` of the host.
    uint32_t size;
    /// One of `NOVI_REASON_UNSPECIFIED` to `NOVI_REASON_DEFAULT`.
    int32_t reason;
    /// The variant that was chosen, or null. Counts if the decision is `NOVI_ON`.
    const novi_name *variant;
    /// The value that was chosen; `NOVI_MISSING` if there is none. Its text belongs to the
    /// instance, or comes from `allocate`.
    novi_value value;
    /// One sentence about what went wrong; counts if an error code is returned. Its text belongs
    /// to the instance, or comes from `allocate`.
    novi_string message;
    /// Gives memory, aligned for any type, that lives until the answer has been read. Null if
    /// there is none, or if one answer asks for more than 1 MiB. [the thread of `evaluate`]
    void *(*allocate)(novi_result *result, size_t size);
    /// Makes a name that lives until the answer has been read, for a variant that was not known
    /// when the activation was created. The text is copied. Null as with `allocate`.
    /// [the thread of `evaluate`]
    const novi_name *(*make_name)(novi_result *result, novi_string text);
    /// The host's own. A rule that keeps the results of several others copies the structure whole.
    void *host_data;
};

// MARK: Host

typedef struct novi_host novi_host;

/// How important a message in the host's log is.
enum {
    NOVI_LOG_DEBUG = 0,
    NOVI_LOG_INFO = 1,
    NOVI_LOG_WARNING = 2,
    NOVI_LOG_ERROR = 3,
};

/// The id of a key that could not be interned: a context never has a value for it in its slots.
#define NOVI_NO_KEY UINT32_MAX

/// What the host offers to every plugin. It lives until the process ends.
struct novi_host {
    /// `sizeof(novi_host)` of the host.
    uint32_t size;
    /// `NOVI_INTERFACE_VERSION` of the host.
    uint32_t interface_version;
    /// Gives the id of a context key: the same for the same name, small and dense. Ids are never
    /// taken back, so a plugin interns the keys that its configs name, not data. The name is
    /// copied. `NOVI_NO_KEY` if there are too many; `novi_context.find` still works then.
    /// [any thread; in `novi_plugin_v1` and `create` only]
    uint32_t (*intern_key)(const novi_host *host, novi_string name);
    /// Gives the name with this text: the same for the same text, kept until the process ends.
    /// The text is copied. Null if memory is short.
    /// [any thread; in `novi_plugin_v1` and `create` only]
    const novi_name *(*intern_name)(const novi_host *host, novi_string text);
    /// Gives the text of a name; it lives as long as the name. [any thread]
    novi_string (*name_text)(const novi_host *host, const novi_name *name);
    /// Writes one line to the host's log. It returns at once. [any thread]
    void (*log)(const novi_host *host, int32_t level, novi_string message);
    /// Gives a service by its id, `NOVI_SERVICE_ACTIVATIONS` for instance, or null if the host
    /// does not have it. What is returned lives until the process ends. [any thread]
    const void *(*service)(const novi_host *host, novi_string id);
};

// MARK: Activation classes

/// What an instance is made from. The host owns it; it is borrowed until `create` returns.
typedef struct novi_create_args {
    /// `sizeof(novi_create_args)` of the host.
    uint32_t size;
    /// Always 0.
    uint32_t reserved;
    /// The config column of the row: any bytes, at most 1 MiB, JSON by custom.
    novi_string config;
    /// The name under which the host knows the class.
    novi_string class_name;
    /// The name of the row.
    novi_string activation_name;
    /// The id of the row.
    int64_t activation_id;
    /// The host's own.
    void *host_data;
} novi_create_args;

/// What a class promises and asks for; the bits of `novi_class.flags`.
enum {
    /// The result depends on nothing but the config and the context.
    NOVI_CLASS_PURE = 1u << 0,
    /// `evaluate` and `explain` must not run at the same time on one instance; the host waits.
    NOVI_CLASS_SERIAL = 1u << 1,
    /// `evaluate` uses `novi_context.now`.
    NOVI_CLASS_CLOCK = 1u << 2,
};

typedef struct novi_class novi_class;

/// One activation class. The plugin owns it; it lives until the process ends and never changes.
struct novi_class {
    /// `sizeof(novi_class)` of the plugin.
    uint32_t size;
    /// `NOVI_CLASS_…` bits; a host ignores those that it does not know.
    uint32_t flags;
    /// The name, unique in the plugin: `[A-Za-z_][A-Za-z0-9_]*`, at most 255 bytes. The host puts
    /// the names of the folders and the file before it.
    novi_string name;
    /// What the class decides, in one line; may be empty.
    novi_string summary;
    /// A JSON Schema (2020-12) of the config; may be empty.
    novi_string config_schema;
    /// For the plugin's own use; may be null.
    const void *data;
    /// Makes an instance from a config: the factory that the plugin exports. Returns `NOVI_OK`
    /// and sets `*instance`, or an error code and leaves `*instance` null. It must not take long:
    /// a changed config waits for it. [any thread; may run at the same time as itself]
    int32_t (*create)(const novi_class *self, const novi_host *host, const novi_create_args *args,
                      void **instance, novi_error *error);
    /// Decides for one context: `NOVI_ON`, `NOVI_OFF`, `NOVI_ABSTAIN` or an error code. It must
    /// not block. [any thread; at the same time as itself unless `NOVI_CLASS_SERIAL`]
    int32_t (*evaluate)(void *instance, const novi_context *context, novi_result *result);
    /// Ends an instance, exactly once, after its last `evaluate` has returned. It is not called
    /// when the process exits. [any thread]
    void (*destroy)(void *instance);
    /// Describes in one sentence how the instance decides for this context; `text` is written as
    /// an error's is. May be null. [any thread; as `evaluate`]
    void (*explain)(void *instance, const novi_context *context, novi_error *text);
};

// MARK: Plugin

/// What a shared library brings. The plugin owns it; it lives until the process ends and never
/// changes.
typedef struct novi_plugin {
    /// `sizeof(novi_plugin)` of the plugin.
    uint32_t size;
    /// `NOVI_INTERFACE_VERSION` as the plugin was built with it. A host refuses another major
    /// version; of another minor version, each side uses what both have.
    uint32_t interface_version;
    /// The name of the plugin.
    novi_string name;
    /// The version of the plugin.
    novi_string version;
    /// How many classes there are.
    uint32_t class_count;
    /// The distance between two classes in bytes: `sizeof(novi_class)`, or more.
    uint32_t class_stride;
    /// The classes; null if `class_count` is 0.
    const novi_class *classes;
} novi_plugin;

/// The one function that a plugin exports. It is called once, before anything else. It must be
/// quick and start no threads. Null if the plugin does not want to run in this host.
/// [any thread; never at the same time as itself]
NOVI_EXPORT const novi_plugin *novi_plugin_v1(const novi_host *host);

// MARK: Note

/// Describes the plugin in its file, so that a host knows its name, version and classes without
/// running it. Optional; stands once in a plugin, outside of functions:
///
///     NOVI_NOTE("staff", "1.0.0", "StaffActivation", "GuestActivation");
///
/// All arguments are string literals, or macros that stand for one. They have to be what
/// `novi_plugin_v1` says; a host refuses a plugin that says something else.
///
/// The note is a note of ELF in the section `.note.novi`, with the owner `Novi` and the type 1. Its
/// data is a JSON object in UTF-8, at most 64 KiB, followed by up to three zero bytes: `name`,
/// `version`, `interface` (`NOVI_INTERFACE_VERSION_TEXT`), `classes` (a list of their names), and if
/// they are there `toolchain` (any text) and `minimumHost` (the oldest novi that the plugin runs in,
/// `0.5.0` for example). Members that a host does not know are passed over.
#define NOVI_NOTE(name, version, ...)                                                              \
    NOVI_NOTE_TEXT(NOVI_NOTE_MEMBERS(name, version, __VA_ARGS__) "}")

/// The same for a plugin that does not run in an older host than `minimum_host`.
#define NOVI_NOTE_FOR_HOST(minimum_host, name, version, ...)                                       \
    NOVI_NOTE_TEXT(NOVI_NOTE_MEMBERS(name, version, __VA_ARGS__)                                   \
                   ",\"minimumHost\":" NOVI_QUOTE(minimum_host) "}")

/// A note with any JSON text. Stripping leaves it, and so does `--gc-sections`.
#define NOVI_NOTE_TEXT(json)                                                                       \
    static const struct {                                                                          \
        uint32_t owner_size;                                                                       \
        uint32_t text_size;                                                                        \
        uint32_t type;                                                                             \
        char owner[8];                                                                             \
        char text[(sizeof(json) + 3) / 4 * 4];                                                     \
    } novi_note __attribute__((used, section(".note.novi"), aligned(4))) = {                       \
        5, (sizeof(json) + 3) / 4 * 4, 1, "Novi", json}

#define NOVI_NOTE_MEMBERS(name, version, ...)                                                      \
    "{\"name\":" NOVI_QUOTE(name) ",\"version\":" NOVI_QUOTE(version)                              \
    ",\"interface\":\"" NOVI_INTERFACE_VERSION_TEXT "\",\"toolchain\":\"" NOVI_TOOLCHAIN              \
    "\",\"classes\":[" NOVI_QUOTE(__VA_ARGS__) "]"

/// The compiler and its version.
#ifdef __clang__
#define NOVI_TOOLCHAIN __VERSION__
#else
#define NOVI_TOOLCHAIN "GCC " __VERSION__
#endif

/// The source text of string literals, which is JSON already.
#define NOVI_QUOTE(...) NOVI_QUOTE_EXPANDED(__VA_ARGS__)
#define NOVI_QUOTE_EXPANDED(...) #__VA_ARGS__

// MARK: Services

/// The id of the service with which a rule is made of other rules.
#define NOVI_SERVICE_ACTIVATIONS "novi.activations/1"

/// Another activation that an activation has resolved. It lives as long as the instance that was
/// being created when it was resolved.
typedef struct novi_activation novi_activation;

/// Resolves and evaluates other activations: the service `NOVI_SERVICE_ACTIVATIONS`.
typedef struct novi_activations {
    /// `sizeof(novi_activations)` of the host.
    uint32_t size;
    /// Always 0.
    uint32_t reserved;
    /// Gives the activation with this id. `NOVI_ERROR_CONFIG`, with text in `error`, if there is
    /// none, or if it leads back to the activation that is being created. An activation that
    /// cannot work (its config is bad, its class is missing) is given all the same and fails when
    /// it is evaluated, so that the caller can say what that means. `args` are those of the
    /// `create` that asks. [the thread of `create`, until it returns]
    int32_t (*resolve)(const novi_create_args *args, int64_t id, const novi_activation **activation,
                       novi_error *error);
    /// Evaluates it for the same context, as if it stood alone; `result` is reset before and
    /// filled as `novi_class.evaluate` fills it; the message of a failure begins with the
    /// activation that failed. [any thread, within `evaluate`]
    int32_t (*evaluate)(const novi_activation *activation, const novi_context *context,
                        novi_result *result);
} novi_activations;

#ifdef __cplusplus
}
#endif
#endif
