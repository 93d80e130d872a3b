internal import HoldfastEnsemble
internal import TestSupport

// What happens to the servers' disks.
extension Fault {
    static let data: [Fault] = [
        Fault(
            name: "data wiped", does: "all data folders are emptied; the list is written anew at the end",
            standsFor: "volumes that were not mounted, an ensemble that was set up anew",
            touches: [.servers, .list], lasts: 5...7, expects: .list(["list missing"])
        ) { stage in
            try await stage.befallsList { _ in
                try await stage.ensemble.wipe()
                try await stage.untilWhole()
            }
        },
        Fault(
            name: "one follower wiped", does: "a follower comes back with an empty data folder",
            standsFor: "a disk that was replaced", touches: [.servers], lasts: 3...6, expects: .brief
        ) { stage in
            let server = try await stage.follower()
            try await stage.ensemble.replaceDisk(of: server)
            return BegunFault(met: "server \(server.id)", end: { try await stage.untilWhole() })
        },
        Fault(
            name: "older snapshot restored",
            does:
                "the data folders of all servers are replaced by a copy from before the last true changes; the list is put right "
                + "at the end",
            standsFor: "a restored backup", touches: Set(Resource.allCases), lasts: 6...8,
            expects: Expectations(
                hides: .throughout, mustShow: ["history rewound", "history differs"], mayShow: Expectations.listReasons)
        ) { stage in try await stage.restoresSnapshot(isSeen: true) },
        Fault(
            name: "older snapshot restored unseen",
            does:
                "the same while the worker is cut off, and later writes lift the list's revisions above those that it knows",
            standsFor: "a backup that is restored during an outage", touches: Set(Resource.allCases), lasts: 6...8,
            expects: Expectations(
                hides: .throughout, mustShow: ["history rewound", "history differs"], mayShow: Expectations.listReasons)
        ) { stage in try await stage.restoresSnapshot(isSeen: false) },
    ]
}

extension Stage {
    /// One Thing is taken off and one put on after the copy was made; the past that comes back knows of neither.
    fileprivate func restoresSnapshot(isSeen: Bool) async throws -> BegunFault {
        try await desk.take()
        let backup = try await ensemble.backUp()
        try await untilWhole()
        try await settles()
        let things = desk.things
        let brief = things[Int(pick % UInt64(things.count))]
        try await desk.remove([brief])
        try await desk.add(["late-\(pick % 1000)"])
        try await settles()
        let known = try await desk.writer.stat()
        if !isSeen { try await eachProxy { try await $0.refuse() } }
        try await ensemble.restore(backup)
        try await untilWhole()
        if !isSeen {
            try await desk.changeBriefly(beyond: known)
            try await eachProxy { try await $0.restore() }
        }
        return BegunFault(end: {
            try await desk.restore()
            desk.giveBack()
        })
    }
}
