/// The bytes as the library takes them: nil data are a null pointer with the length -1, empty data a pointer with
/// length 0.
func withLibraryData<Value>(_ data: [UInt8]?, _ body: (UnsafePointer<CChar>?, Int32) -> Value) -> Value {
    guard let data else { return body(nil, -1) }
    guard !data.isEmpty else { return "".withCString { body($0, 0) } }
    return data.withUnsafeBytes { body($0.bindMemory(to: CChar.self).baseAddress, Int32($0.count)) }
}

/// The path as the library takes it, with a NUL at its end.
func withLibraryPath<Value>(_ path: ZNodePath, _ body: (UnsafePointer<CChar>?) -> Value) -> Value {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: path.bytes.count + 1) { text in
        path.bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(text).copyMemory(from: $0) }
        text[path.bytes.count] = 0
        return body(UnsafePointer(text.baseAddress))
    }
}
