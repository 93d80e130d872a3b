internal import ClientSupport
package import Subprocess

extension Arguments {
    /// The built worker with its arguments, as `env` runs it: in its own place, under the same process id.
    ///
    /// - Parameter wrapper: a command that does something first and then runs what follows in its own place as well.
    package static func worker(_ arguments: [String], under wrapper: [String] = []) throws -> Arguments {
        Arguments(wrapper + [try BuiltProducts.executable("collector-worker")] + arguments)
    }
}
