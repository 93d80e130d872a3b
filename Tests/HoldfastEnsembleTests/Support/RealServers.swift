import Testing

/// All suites that start real servers: one after the other, so that none takes the processor from another.
@Suite(.serialized, .timeLimit(.minutes(3)))
enum RealServers {}
