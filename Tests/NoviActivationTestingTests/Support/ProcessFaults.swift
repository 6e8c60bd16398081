import CNovi
import Glibc

extension Fault {
    /// Those that are found only in a process of their own.
    static let ofProcess = [
        Fault("process.output", "something is written to the standard output") {
            $0.evaluate = {
                _ = write(STDOUT_FILENO, "Hello.\n", 7)
                return soundEvaluate($0, $1, $2)
            }
        },
        Fault("process.output", "something is written to the standard error") {
            $0.evaluate = {
                _ = write(STDERR_FILENO, "Hello.\n", 7)
                return soundEvaluate($0, $1, $2)
            }
        },
        Fault("process.signals", "a signal is handled") {
            $0.evaluate = {
                signal(SIGUSR1, SIG_IGN)
                return soundEvaluate($0, $1, $2)
            }
        },
        Fault("process.environment", "a variable is set") {
            $0.evaluate = {
                setenv("NOVI_FAULT", "1", 1)
                return soundEvaluate($0, $1, $2)
            }
        },
        Fault("process.folder", "the working folder is changed") {
            $0.evaluate = {
                chdir("/")
                return soundEvaluate($0, $1, $2)
            }
        },
        Fault("process.umask", "the umask is changed") {
            $0.evaluate = {
                umask(0o123)
                return soundEvaluate($0, $1, $2)
            }
        },
        Fault("process.locale", "the locale is changed") {
            $0.evaluate = {
                setlocale(LC_ALL, "C.UTF-8")
                return soundEvaluate($0, $1, $2)
            }
        },
        Fault("destroy.memory", "destroy frees nothing") { $0.destroy = { _ in } },
        Fault("destroy.memory", "a failing create frees nothing") {
            $0.create = { type, host, args, instance, error in
                _ = strdup("a")
                return soundCreate(type, host, args, instance, error)
            }
        },
        Fault("destroy.descriptors", "destroy closes nothing") {
            $0.create = { type, host, args, instance, error in
                let status = soundCreate(type, host, args, instance, error)
                if status == NOVI_OK { _ = open("/dev/null", O_RDONLY) }
                return status
            }
        },
        Fault("destroy.threads", "destroy ends no thread") {
            $0.create = { type, host, args, instance, error in
                let status = soundCreate(type, host, args, instance, error)
                if status == NOVI_OK { startThread() }
                return status
            }
        },
    ]
}

/// Starts a thread that never ends.
func startThread() {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, 1 << 16)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    pthread_create(&thread, &attributes, { _ in while true { pause() } }, nil)
    pthread_attr_destroy(&attributes)
}
