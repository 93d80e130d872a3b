/// What is wrong with the bytes of a state file.
enum StateFileFault: Error, Hashable, Sendable {
    /// It begins with something else than a state file does.
    case foreign
    /// It is of a format that this program does not read.
    case otherVersion(UInt32)
    /// It holds fewer or more bytes than it says, or not even as many as the least.
    case torn(Int, of: Int)
    /// It does not hold what was written.
    case checksum
    /// The checksum is right, and yet the contents make no sense.
    case malformed(String)
    /// It belongs to another list.
    case otherList(StateOwner)
    /// It belongs to another worker on the same list.
    case otherWorker(StateOwner)
}

extension StateFileFault: CustomStringConvertible {
    var description: String {
        switch self {
        case .foreign: "it is no state file of Holdfast"
        case .otherVersion(let version):
            "it has version \(version) of the format, and this program reads version \(StateFile.version)"
        case .torn(let count, let wanted): "it is torn: it holds \(count) bytes, not \(wanted)"
        case .checksum: "its checksum does not agree with its contents"
        case .malformed(let fault): "its contents make no sense: \(fault)"
        case .otherList(let owner): "it belongs to another list: to \(owner)"
        case .otherWorker(let owner): "it belongs to another worker: to \(owner)"
        }
    }
}
