/// Plugins that do what no plugin may do.
enum HostilePlugin {
    /// When a plugin does it.
    enum Moment: Int, CaseIterable {
        case constructor
        case entry
        case create
        case evaluate
    }

    /// The compiler of those that need no other.
    static let compiler = ["cc", "-std=c11", "-D_GNU_SOURCE", "-Wall", "-Werror", "-shared"]

    /// A plugin that runs statements at some moment and is else in order.
    ///
    /// What the statements write goes through the C library, so `printf` is there.
    static func compile(
        _ statements: String,
        at moment: Moment,
        with compiler: [String] = compiler
    ) throws -> [UInt8] {
        try CPlugin.compile(
            """
            #ifdef __cplusplus
            #include <stdexcept>
            #endif
            #pragma GCC diagnostic ignored "-Winfinite-recursion"
            #pragma GCC diagnostic ignored "-Wunused-result"
            #include "novi_activation.h"
            #include <errno.h>
            #include <fcntl.h>
            #include <pthread.h>
            #include <signal.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <sys/mman.h>
            #include <sys/resource.h>
            #include <sys/socket.h>
            #include <sys/stat.h>
            #include <sys/wait.h>
            #include <unistd.h>
            #include <sys/syscall.h>
            static void *wait_forever(void *nothing) {
                for (;;) pause();
                return nothing;
            }
            static void act(int moment) {
                (void)wait_forever;
                if (moment != \(moment.rawValue)) return;
                \(statements)
            }
            __attribute__((constructor)) static void construct(void) { act(0); }
            #define TEXT(text) {text, sizeof(text) - 1}
            static int instance;
            static int32_t create(const novi_class *self, const novi_host *host,
                                  const novi_create_args *args, void **made, novi_error *error) {
                act(2);
                *made = &instance;
                return NOVI_OK;
            }
            static int32_t evaluate(void *self, const novi_context *context, novi_result *result) {
                act(3);
                return NOVI_ON;
            }
            static void destroy(void *self) {}
            static novi_class rules[] = {{sizeof(novi_class), 0, TEXT("Rule"), TEXT("Is on."),
                                          TEXT(""), 0, create, evaluate, destroy, 0}};
            static novi_plugin plugin = {sizeof(novi_plugin), NOVI_INTERFACE_VERSION,
                                         TEXT("hostile"), TEXT("1.2.3"), 1, sizeof(novi_class),
                                         rules};
            const novi_plugin *novi_plugin_v1(const novi_host *host) {
                act(1);
                return &plugin;
            }
            """,
            with: compiler
        )
    }
}
