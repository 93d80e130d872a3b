/// How much is asked for at once.
enum ReadWindow {
    /// How many payloads are asked for before the first answer is waited for.
    static let payloads = 256
}
