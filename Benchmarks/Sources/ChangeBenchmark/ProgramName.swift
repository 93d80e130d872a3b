/// The programs that are measured.
enum ProgramName: String, Encodable, CaseIterable {
    /// List, compare, print.
    case bare = "bare C"
    /// The same once more on a list of its own: how far two runs of one program differ is the noise of the figure.
    case bareAgain = "bare C, again"
    /// Gets the data of the new name before it prints: the round trips that the worker makes.
    case bareWithPayloads = "bare C with payloads"
    /// Holdfast's example worker.
    case worker = "collector-worker"
}
