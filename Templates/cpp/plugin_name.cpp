// On for callers of whom an attribute has one of the values that the config lists; the variant is
// that value. The config is plain text: plan=team,enterprise
#include <algorithm>
#include <exception>
#include <map>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>

#include "novi_activation.h"

namespace {

constexpr novi_string borrow(std::string_view text) { return {text.data(), text.size()}; }
std::string_view view(novi_string text) { return {text.data, text.size}; }

/// A config may be any bytes, but what the host is given has to be UTF-8.
bool is_utf8(std::string_view text) {
    constexpr uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    for (size_t i = 0; i < text.size();) {
        const auto first = static_cast<uint8_t>(text[i++]);
        if (first < 0x80) continue;
        const size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
        if (more == 0 || first >= 0xF8 || text.size() - i < more) return false;
        uint32_t scalar = first & (0x3Fu >> more);
        for (const size_t end = i + more; i < end; i++) {
            const auto next = static_cast<uint8_t>(text[i]);
            if ((next & 0xC0) != 0x80) return false;
            scalar = scalar << 6 | (next & 0x3Fu);
        }
        const bool isSurrogate = scalar >= 0xD800 && scalar <= 0xDFFF;
        if (scalar < least[more] || scalar > 0x10FFFF || isSurrogate) return false;
    }
    return true;
}

// MARK: The rule

/// One row of the database. `evaluate` is const, so any number of threads may call it.
class Rule {
public:
    Rule(const novi_host &host, std::string_view config) {
        if (!is_utf8(config)) {
            throw std::invalid_argument("The config is not UTF-8; save it as UTF-8.");
        }
        const auto equals = config.find('=');
        if (equals == 0 || equals >= config.size() - 1) throw std::invalid_argument(remedy);
        attribute = config.substr(0, equals);
        key = host.intern_key(&host, borrow(attribute));
        for (auto start = equals + 1; start <= config.size();) {
            const auto end = std::min(config.find(',', start), config.size());
            if (end == start) throw std::invalid_argument(remedy);
            const auto value = config.substr(start, end - start);
            variants.emplace(value, host.intern_name(&host, borrow(value)));
            start = end + 1;
        }
    }

    int32_t evaluate(const novi_context &context, novi_result &result) const {
        const novi_value value = key == NOVI_NO_KEY ? context.find(&context, borrow(attribute))
                                                    : novi_context_value(&context, key);
        if (value.type != NOVI_STRING) return NOVI_ABSTAIN;
        const auto found = variants.find(std::string_view(value.as.text, value.size));
        if (found == variants.end()) return NOVI_OFF;
        result.variant = found->second;
        return NOVI_ON;
    }

private:
    static constexpr auto remedy =
        "The config names no attribute or no values; write attribute=value,value.";

    std::string attribute;
    uint32_t key = NOVI_NO_KEY;
    std::map<std::string, const novi_name *, std::less<>> variants;
};

// MARK: The edge, which no exception may cross

int32_t fail(novi_error &error, int32_t code, std::string_view message) noexcept {
    error.length = static_cast<uint32_t>(std::min<size_t>(message.size(), error.capacity));
    std::copy_n(message.data(), error.length, error.text);
    return code;
}

int32_t create(const novi_class *, const novi_host *host, const novi_create_args *args,
               void **instance, novi_error *error) noexcept {
    try {
        *instance = new Rule(*host, view(args->config));
        return NOVI_OK;
    } catch (const std::invalid_argument &problem) {
        return fail(*error, NOVI_ERROR_CONFIG, problem.what());
    } catch (const std::bad_alloc &) {
        return fail(*error, NOVI_ERROR_NO_MEMORY, "There is no memory for the config.");
    } catch (const std::exception &problem) {
        return fail(*error, NOVI_ERROR_GENERAL, problem.what());
    } catch (...) {
        return fail(*error, NOVI_ERROR_GENERAL, "The rule failed without saying why.");
    }
}

/// Copies what an exception says to where it lives until the answer has been read.
int32_t fail(novi_result &result, std::string_view message) noexcept {
    if (auto *const memory = static_cast<char *>(result.allocate(&result, message.size()))) {
        std::copy(message.begin(), message.end(), memory);
        result.message = {memory, message.size()};
    }
    return NOVI_ERROR_GENERAL;
}

int32_t evaluate(void *instance, const novi_context *context, novi_result *result) noexcept {
    try {
        return static_cast<const Rule *>(instance)->evaluate(*context, *result);
    } catch (const std::exception &problem) {
        return fail(*result, problem.what());
    } catch (...) {
        return fail(*result, "The rule failed without saying why.");
    }
}

void destroy(void *instance) noexcept { delete static_cast<Rule *>(instance); }

const novi_class classes[] = {{
    sizeof(novi_class), NOVI_CLASS_PURE, borrow("PluginNameActivation"),
    borrow("On if an attribute of the caller has one of the listed values."),
    /* config_schema */ {}, /* data */ nullptr, create, evaluate, destroy, /* explain */ nullptr,
}};

const novi_plugin plugin = {
    sizeof(novi_plugin), NOVI_INTERFACE_VERSION, borrow("plugin_name"), borrow("0.1.0"),
    /* class_count */ 1, sizeof(novi_class), classes,
};

} // namespace

const novi_plugin *novi_plugin_v1(const novi_host *) { return &plugin; }
