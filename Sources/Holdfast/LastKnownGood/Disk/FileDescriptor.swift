#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// An open file or folder of the machine, which is closed with the value.
final class FileDescriptor: FileLock, WritableFile {
    private let number: Int32
    private let path: String

    init(opening path: String, _ flags: Int32) throws(FileError) {
        var number: Int32
        repeat { number = open(path, flags | O_CLOEXEC, 0o600) } while number < 0 && errno == EINTR
        guard number >= 0 else { throw FileError("opened", path, code: errno) }
        self.number = number
        self.path = path
    }

    deinit {
        _ = close(number)
    }

    func lock() throws(FileError) {
        while flock(number, LOCK_EX | LOCK_NB) != 0 {
            if errno != EINTR { throw FileError("locked", path, code: errno) }
        }
    }

    func sync() throws(FileError) {
        #if canImport(Glibc)
        let result = fsync(number)
        #else
        // There `fsync` leaves the bytes in the cache of the disk.
        let result = fcntl(number, F_FULLFSYNC)
        #endif
        guard result == 0 else { throw FileError("made durable", path, code: errno) }
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(FileError) -> Int {
        while true {
            let count = bytes.withUnsafeBytes { buffer in
                #if canImport(Glibc)
                Glibc.write(number, buffer.baseAddress, buffer.count)
                #else
                Darwin.write(number, buffer.baseAddress, buffer.count)
                #endif
            }
            if count >= 0 { return count }
            if errno != EINTR { throw FileError("written", path, code: errno) }
        }
    }

    func readAll(atMost limit: Int) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var information = stat()
        if fstat(number, &information) == 0 { bytes.reserveCapacity(min(Int(information.st_size), limit)) }
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = chunk.withUnsafeMutableBytes { read(number, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileError("read", path, code: errno) }
            guard bytes.count + count <= limit else { throw FileError("read", path, code: EFBIG) }
            bytes.append(contentsOf: chunk[..<count])
        }
    }
}
