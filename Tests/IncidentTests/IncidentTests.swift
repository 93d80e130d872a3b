import HoldfastEnsemble
import Testing

/// The incident and its kin, on real servers, with the worker as its own process and an observer that reads only its lines.
///
/// Every one ends with the list whole, a true addition and a true removal: holding must not become never letting go.
@Suite("Incidents on real servers", .serialized, .timeLimit(.minutes(3)))
struct IncidentTests {
    @Test(
        "no Thing is stopped, and afterwards true changes are carried out",
        arguments: Incident.servers + Incident.network)
    func survives(_ incident: Incident) async throws {
        let record = try await Ensemble.with(servers: 3) { ensemble in
            try await Scene.with(ensemble, isDeclared: incident.isDeclared) { try await incident.survived(by: $0) }
        }
        incident.isReflected(in: record)
    }

    /// What befalls a list, or all servers in the same way, leaves an ensemble that serves.
    @Suite("to the list", .serialized, .sharedEnsemble, .timeLimit(.minutes(3)))
    struct ListIncidentTests {
        @Test(
            "no Thing is stopped, and afterwards true changes are carried out",
            arguments: Incident.lists + Incident.declarations + Incident.wipes + Incident.backups)
        func survives(_ incident: Incident) async throws {
            let record = try await Scene.with(SharedEnsemble.ensemble, isDeclared: incident.isDeclared) {
                try await incident.survived(by: $0)
            }
            incident.isReflected(in: record)
        }
    }
}
