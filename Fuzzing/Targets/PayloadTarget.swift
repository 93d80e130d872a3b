/// Any payload is a plan that can be carried out, or an error in words.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPayload(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do throws(PayloadError) {
        let plan = try SamplingPlan(payload: input(start, count))
        precondition(plan.interval >= .milliseconds(10) && plan.interval <= .seconds(86_400))
        switch plan.source {
        case .file(let path): precondition(path.hasPrefix("/"))
        case .tcp(let host, let port): precondition(!host.isEmpty && (1...65535).contains(port))
        }
    } catch {
        precondition(!error.fault.isEmpty)
    }
    return 0
}
