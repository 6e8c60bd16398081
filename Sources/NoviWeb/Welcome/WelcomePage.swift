/// A page that says what this server is and how to ask it.
struct WelcomePage {
    /// The host, and the port if there is one, for the examples.
    private let authority: String

    /// Makes the page.
    ///
    /// - Parameter authority: What the browser calls the server. It comes from
    ///   the request, so that only harmless characters of it are shown.
    init(authority: String) {
        let isHarmless = authority.utf8.allSatisfy { Self.harmless.contains($0) }
        self.authority = isHarmless && !authority.isEmpty ? authority : "localhost"
    }

    private static let harmless = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]".utf8
    )

    /// The page.
    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <meta name="color-scheme" content="light dark">
        <title>Novi</title>
        <style>
        body { font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 4rem auto; padding: 0 1rem }
        pre { padding: 1rem; overflow-x: auto; border-radius: .5rem; background: #8882 }
        code, pre { font: .9rem/1.6 ui-monospace, monospace }
        </style>
        <h1>Novi</h1>
        <p>This server decides which features are on, and for whom.</p>
        <p>The flags as they are stored: <a href="/flags">/flags</a></p>
        <pre>curl \(authority)/flags
        curl \(authority)/flags/NAME</pre>
        <p>The flags as they are for one caller: POST what is known about the caller, as JSON.</p>
        <pre>curl \(authority)/evaluatedFlags --data '{"targetingKey": "user-42"}'
        curl \(authority)/evaluatedFlags/NAME --data '{"targetingKey": "user-42"}'</pre>
        <p>A name in a path is percent-encoded: <code>new%20checkout</code>.</p>
        </html>

        """
    }
}
