#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The values of `errno` that decide what is done next.
enum SystemCode {
    static let missing = ENOENT
    static let exists = EEXIST
    static let wouldBlock = EWOULDBLOCK

    /// The disk or somebody else has spoilt the file, and asking once more gives nothing else.
    static let tellOfDamage = [EIO, EISDIR, EFBIG, ELOOP, EBADMSG]

    /// A folder that is somebody else's, or cannot be made durable by its kind.
    static let tellOfStrangers = [EACCES, EPERM, EROFS, EINVAL, ENOTSUP]
}
