package import Subprocess

extension Arguments {
    /// The built worker with its arguments, as `env` runs it: in its own place, under the same process id.
    package static func worker(_ arguments: [String]) throws -> Arguments {
        Arguments([try BuiltProducts.executable("collector-worker")] + arguments)
    }
}
