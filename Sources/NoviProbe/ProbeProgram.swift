internal import Glibc

/// The program in which plugins are tried; Novi starts it and speaks with it
/// over descriptor 3.
@main
enum ProbeProgram {
    static func main() {
        guard CommandLine.arguments.dropFirst().first == "--serve", fcntl(3, F_GETFD) >= 0 else {
            let text = "Novi starts this program itself, to try plugins in it.\n"
            _ = write(STDERR_FILENO, text, text.utf8.count)
            exit(64)
        }
        ProbeSupervisor(descriptor: 3).run()
    }
}
