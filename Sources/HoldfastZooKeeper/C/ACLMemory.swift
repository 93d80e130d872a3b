internal import CZooKeeper

/// The entries as the library takes them; it copies what it needs during the call.
func withLibraryACL<Value>(_ entries: [ACLEntry], _ body: (UnsafeMutablePointer<ACL_vector>) -> Value) -> Value {
    let texts = entries.map { (scheme: Array($0.scheme.utf8CString), id: Array($0.id.utf8CString)) }
    let bytes = texts.flatMap { $0.scheme + $0.id }
    return bytes.withUnsafeBufferPointer { bytes in
        // The library reads the strings only, though its fields are not const.
        var next = UnsafeMutablePointer(mutating: bytes.baseAddress)
        var list: [ACL] = []
        for (entry, text) in zip(entries, texts) {
            let id = next.map { $0 + text.scheme.count }
            list.append(ACL(perms: entry.permissions.rawValue, id: Id(scheme: next, id: id)))
            next = id.map { $0 + text.id.count }
        }
        return list.withUnsafeMutableBufferPointer { list in
            var vector = ACL_vector(count: Int32(list.count), data: list.baseAddress)
            return body(&vector)
        }
    }
}

/// The entries that the library read.
func entries(of vector: UnsafePointer<ACL_vector>?) -> [ACLEntry] {
    guard let vector = vector?.pointee else { return [] }
    return (0..<Int(vector.count)).compactMap { index in
        guard let entry = vector.data?[index] else { return nil }
        return ACLEntry(
            permissions: ACLEntry.Permissions(rawValue: entry.perms),
            scheme: String(decoding: bytes(of: entry.id.scheme), as: UTF8.self),
            id: String(decoding: bytes(of: entry.id.id), as: UTF8.self)
        )
    }
}
