extension Array {
    /// All elements of a sequence, once it has ended.
    init<Sequence: AsyncSequence>(_ sequence: Sequence) async throws where Sequence.Element == Element {
        self.init()
        for try await element in sequence { append(element) }
    }
}
