public import Foundation

extension EnsembleServer {
    /// All that the server has logged since the ensemble began; empty before its first start.
    ///
    /// It goes with the ensemble: whoever wants to keep it reads it before the body ends.
    public var log: Data {
        (try? Data(contentsOf: URL(fileURLWithPath: self.files.logPath))) ?? Data()
    }
}
