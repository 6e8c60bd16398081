// On for callers whose `appVersion` fits every comparison of the config: `>=2.10 <3`.
#include <algorithm>
#include <charconv>
#include <exception>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "novi_activation.h"

namespace {

constexpr novi_string borrow(std::string_view text) { return {text.data(), text.size()}; }

// MARK: The rule

/// Numbers with dots between them; those that are missing at the end are 0.
class Version {
public:
    explicit Version(std::string_view text) {
        const char *at = text.data();
        const char *const end = at + text.size();
        for (bool isFirst = true; isFirst || at != end; isFirst = false) {
            if (!isFirst && *at++ != '.') throw std::invalid_argument("no version");
            auto [next, error] = std::from_chars(at, end, parts.emplace_back());
            if (error != std::errc()) throw std::invalid_argument("no version");
            at = next;
        }
        while (parts.size() > 1 && parts.back() == 0) parts.pop_back();
    }

    int compare(const Version &other) const {
        return parts < other.parts ? -1 : parts > other.parts ? 1 : 0;
    }

private:
    std::vector<uint32_t> parts;
};

struct Comparison {
    std::string sign;
    Version version;

    bool fits(const Version &actual) const {
        const int order = actual.compare(version);
        if (sign == "<") return order < 0;
        if (sign == "<=") return order <= 0;
        if (sign == ">") return order > 0;
        if (sign == ">=") return order >= 0;
        return order == 0;
    }
};

class AppVersion {
public:
    AppVersion(const novi_host &host, novi_string config)
        : text(config.data, config.size), key(host.intern_key(&host, borrow(name))) {
        std::istringstream words(text);
        for (std::string word; words >> word;) {
            const auto digits = std::min(word.find_first_of("0123456789"), word.size());
            const auto sign = word.substr(0, digits);
            const auto known = {"<", "<=", ">", ">=", "="};
            if (std::find(known.begin(), known.end(), sign) == known.end()) throw refusal();
            try {
                comparisons.push_back({sign, Version(std::string_view(word).substr(digits))});
            } catch (const std::invalid_argument &) {
                throw refusal();
            }
        }
        if (comparisons.empty()) throw refusal();
    }

    int32_t evaluate(const novi_context &context) const {
        const novi_value value = key == NOVI_NO_KEY ? context.find(&context, borrow(name))
                                                    : novi_context_value(&context, key);
        if (value.type != NOVI_STRING) return NOVI_ABSTAIN;
        const Version actual(std::string_view(value.as.text, value.size));
        const auto fits = [&](const Comparison &wanted) { return wanted.fits(actual); };
        return std::all_of(comparisons.begin(), comparisons.end(), fits) ? NOVI_ON : NOVI_OFF;
    }

    std::string explain() const { return "It is on if appVersion is " + text + "."; }

private:
    static constexpr std::string_view name = "appVersion";

    /// It does not quote the config, which may be any bytes, while a message is UTF-8.
    static std::runtime_error refusal() {
        return std::runtime_error("The config has what is no comparison; write >=2.10 <3.");
    }

    std::string text;
    uint32_t key;
    std::vector<Comparison> comparisons;
};

// MARK: The edge, which no exception may cross

void write(novi_error &to, std::string_view text) noexcept {
    to.length = static_cast<uint32_t>(std::min<size_t>(text.size(), to.capacity));
    std::copy_n(text.data(), to.length, to.text);
}

int32_t create(const novi_class *, const novi_host *host, const novi_create_args *args,
               void **instance, novi_error *error) noexcept {
    try {
        *instance = new AppVersion(*host, args->config);
        return NOVI_OK;
    } catch (const std::exception &problem) {
        write(*error, problem.what());
    } catch (...) {
        write(*error, "The rule cannot be made.");
    }
    return NOVI_ERROR_CONFIG;
}

int32_t evaluate(void *instance, const novi_context *context, novi_result *result) noexcept {
    try {
        return static_cast<const AppVersion *>(instance)->evaluate(*context);
    } catch (...) {
        // A constant text belongs to the library, so it lives long enough.
        result->message = borrow("appVersion is no version; send numbers with dots between them.");
        return NOVI_ERROR_INVALID_CONTEXT;
    }
}

void destroy(void *instance) noexcept { delete static_cast<AppVersion *>(instance); }

void explain(void *instance, const novi_context *, novi_error *text) noexcept {
    try {
        write(*text, static_cast<const AppVersion *>(instance)->explain());
    } catch (...) {
        text->length = 0;
    }
}

const novi_class classes[] = {{
    sizeof(novi_class), NOVI_CLASS_PURE, borrow("AppVersionActivation"),
    borrow("On for some versions of the caller's app."),
    /* config_schema */ {}, /* data */ nullptr, create, evaluate, destroy, explain,
}};

const novi_plugin plugin = {
    sizeof(novi_plugin), NOVI_INTERFACE_VERSION, borrow("app_version"), borrow("1.0.0"),
    /* class_count */ 1, sizeof(novi_class), classes,
};

} // namespace

const novi_plugin *novi_plugin_v1(const novi_host *) { return &plugin; }
