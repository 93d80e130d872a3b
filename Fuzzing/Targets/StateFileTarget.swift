/// Any bytes are a state file, or a fault in words. A first byte that is odd puts the rest behind a header that agrees with it, since
/// no chance gets past a checksum; its next two bits choose the version, 0 for the present one.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStateFile(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = input(start, count)
    let first = bytes.first ?? 0
    let older = UInt32(first >> 1 & 3)
    let version = older == 0 ? StateFile.version : older
    do throws(StateFileFault) {
        let file = try StateFile(
            bytes: first & 1 == 1 ? StateFile.framed(body: Array(bytes.dropFirst()), version: version) : bytes)
        guard let encoded = file.encoded() else { preconditionFailure("too long to be written, but not to be read") }
        let again = try StateFile(bytes: encoded)
        precondition(again == file, "what was read and written again says something else")
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
