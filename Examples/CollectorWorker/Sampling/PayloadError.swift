/// Why the payload of a Thing does not say what to sample, and what it would look like if it did.
struct PayloadError: Error, Hashable, CustomStringConvertible {
    let fault: String

    init(_ fault: String) {
        self.fault = fault
    }

    var description: String {
        #"the payload cannot be used: \#(fault); right is, for example, {"source":"file:/proc/loadavg","interval_ms":1000}"#
    }
}
