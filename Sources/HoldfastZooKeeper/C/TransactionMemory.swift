internal import CZooKeeper

/// The memory of one transaction: what the C library reads at the call, and what it writes to until it has called back.
///
/// It is kept by the request's entry in the table, so it is freed after the callback, or after the handle's close.
///
/// Proof of `@unchecked`: everything is written before the library gets it, then by the library's one completion
/// thread, then read in the callback on that thread; nothing reads it afterwards.
final class TransactionMemory: @unchecked Sendable {
    /// What the server may append to the path of a created node, and a NUL.
    private static let createdPathSlack = 12

    let count: Int
    let operations: UnsafeMutablePointer<zoo_op_t>
    let results: UnsafeMutablePointer<zoo_op_result_t>
    private let source: [TransactionOperation]
    /// Our own record of the buffers: the library clears its pointers to them when an operation fails.
    private let paths: [UnsafeMutableBufferPointer<CChar>]
    private let created: [UnsafeMutableBufferPointer<CChar>]
    private let stats: UnsafeMutablePointer<Stat>
    private let data: [UnsafeMutableBufferPointer<CChar>?]

    init(_ source: [TransactionOperation]) {
        self.source = source
        count = source.count
        operations = .allocate(capacity: count)
        operations.initialize(repeating: zoo_op_t(), count: count)
        results = .allocate(capacity: count)
        results.initialize(repeating: zoo_op_result_t(), count: count)
        stats = .allocate(capacity: count)
        stats.initialize(repeating: Stat(), count: count)
        paths = source.map { Self.copy($0.path.bytes, spare: 1) }
        created = source.map { Self.copy([], spare: $0.path.bytes.count + Self.createdPathSlack) }
        data = source.map { operation in
            switch operation {
            // A spare byte, so that empty data have an address, which tells them from nil.
            case .create(_, let data, _), .setData(_, let data, _): data.map { Self.copy($0, spare: 1) }
            case .delete, .check: nil
            }
        }
    }

    deinit {
        operations.deallocate()
        results.deallocate()
        stats.deallocate()
        for buffer in paths + created { buffer.deallocate() }
        for buffer in data { buffer?.deallocate() }
    }

    /// Writes the operations in the library's words. The ACL must live until the library has read them.
    func fill(_ acl: UnsafePointer<ACL_vector>) {
        for (index, operation) in source.enumerated() {
            let target = operations + index
            let path = UnsafePointer(paths[index].baseAddress)
            let value = UnsafePointer(data[index]?.baseAddress)
            let length = data[index].map { Int32($0.count - 1) } ?? -1
            switch operation {
            case .create(_, _, let mode):
                let buffer = created[index]
                zoo_create_op_init(
                    target, path, value, length, acl, mode.flags, buffer.baseAddress, Int32(buffer.count)
                )
            case .setData(_, _, let version):
                zoo_set_op_init(target, path, value, length, version ?? -1, stats + index)
            case .delete(_, let version):
                zoo_delete_op_init(target, path, version ?? -1)
            case .check(_, let version):
                zoo_check_op_init(target, path, version ?? -1)
            }
        }
    }

    /// What the operations of a transaction that was carried out gave.
    func outcome() -> [TransactionResult] {
        source.enumerated().map { index, operation in
            switch operation {
            case .create: .created(ZNodePath(unchecked: bytes(of: created[index].baseAddress)))
            case .setData: .dataSet(NodeStat(stats[index]))
            case .delete, .check: .done
            }
        }
    }

    /// The operation that failed the transaction with that code; nil where the code says nothing of one operation.
    func failedOperation(_ code: Int32) -> Int? {
        let failures = (0..<count).filter {
            results[$0].err != LibraryCode.ok && results[$0].err != LibraryCode.notTried
        }
        // A lost connection marks every operation alike.
        guard failures.count == 1, let index = failures.first, results[index].err == code else { return nil }
        return index
    }

    private static func copy(_ bytes: [UInt8], spare: Int) -> UnsafeMutableBufferPointer<CChar> {
        let buffer = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count + spare)
        buffer.initialize(repeating: 0)
        for (index, byte) in bytes.enumerated() { buffer[index] = CChar(bitPattern: byte) }
        return buffer
    }
}
