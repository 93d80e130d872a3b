import Testing

/// Everything that needs real servers: one after the other, on ports of their own.
@Suite(.serialized, .timeLimit(.minutes(3))) struct RealServerTests {}
