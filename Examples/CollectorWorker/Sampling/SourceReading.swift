/// One sample: what a source said, and when.
struct SourceReading: Hashable, Sendable {
    var time: WallTime
    var value: String

    /// The reading as a JSON object, as it stands in a file of readings.
    var text: String {
        var object = JSONObject()
        object.add("t", time.text)
        object.add("value", string: value)
        return object.text
    }
}
