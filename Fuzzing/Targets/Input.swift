/// The bytes that the fuzzer hands over, copied: they are gone when the call returns.
func input(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: start, count: count))
}
