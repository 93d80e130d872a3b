/// Any bytes are a state file, or a fault in words. A first byte that is odd puts the rest behind a header that agrees with it, since
/// no chance gets past a checksum.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStateFile(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    let isBody = bytes.first.map { $0 & 1 == 1 } ?? false
    do throws(StateFileFault) {
        let file = try StateFile(bytes: isBody ? StateFile.framed(body: Array(bytes.dropFirst())) : bytes)
        guard let encoded = file.encoded() else { preconditionFailure("too long to be written, but not to be read") }
        let again = try StateFile(bytes: encoded)
        precondition(again == file, "what was read and written again says something else")
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
