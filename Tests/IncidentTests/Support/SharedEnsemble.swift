import HoldfastEnsemble
import Testing

/// One ensemble for all tests of a suite whose faults leave the servers whole; each test has a list of its own on it.
struct SharedEnsemble: SuiteTrait, TestScoping {
    @TaskLocal private static var current: Ensemble?

    /// The ensemble of the present suite.
    static var ensemble: Ensemble {
        get throws { try #require(current, "the suite has no shared ensemble") }
    }

    @concurrent func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await Ensemble.with(servers: 3) { ensemble in
            try await Self.$current.withValue(ensemble) { try await function() }
        }
    }
}

extension Trait where Self == SharedEnsemble {
    static var sharedEnsemble: Self { SharedEnsemble() }
}
