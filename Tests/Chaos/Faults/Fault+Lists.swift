internal import HoldfastEnsemble
internal import HoldfastZooKeeper
internal import TestSupport

// What happens to the list, by others than the operator.
extension Fault {
    static let lists: [Fault] = [
        Fault(
            name: "list deleted",
            does: "the children are deleted one by one, then the list node; both are written anew at the end",
            standsFor: "a recursive delete by hand, in the wrong window", touches: [.list], lasts: 5...7,
            expects: .list(["list missing"])
        ) { stage in
            try await stage.befallsList { _ in
                try await stage.desk.deleteOneByOne(await stage.desk.names() ?? [])
                try await stage.desk.deleteNode()
            }
        },
        Fault(
            name: "list re-created", does: "the list is deleted and written anew, as it was, in one transaction",
            standsFor: "a deployment that begins from nothing", touches: [.list], lasts: 4...5,
            expects: Expectations(hides: .throughout, mayShow: Expectations.listReasons)
        ) { stage in
            try await stage.befallsList { _ in try await stage.desk.recreate() }
        },
        Fault(
            name: "list emptied", does: "all children are deleted in one transaction; they are put back at the end",
            standsFor: "a writer that failed to read its own database and wrote what it got", touches: [.list],
            lasts: 5...7, expects: .list(["list empty"]), expectsDeclared: .list(["declaration not covering"])
        ) { stage in
            try await stage.befallsList { _ in try await stage.desk.deleteAll(await stage.desk.names()) }
        },
        Fault(
            name: "list half removed",
            does: "six in ten of the children are deleted in one transaction; they are put back at the end",
            standsFor: "a writer that read one page of its database", touches: [.list], lasts: 5...7,
            expects: .list(["brake"]), expectsDeclared: .list(["declaration not covering"])
        ) { stage in
            try await stage.befallsList { _ in
                let names = try await stage.desk.names() ?? []
                try await stage.desk.deleteAll(Array(names.sorted().prefix((names.count * 6 + 9) / 10)))
            }
        },
        Fault(
            name: "list rewritten one by one",
            does: "all children are deleted one by one and written anew one by one, with pauses",
            standsFor: "a writer that replaces a list by clearing it first", touches: [.list], lasts: 5...7,
            expects: Expectations(
                hides: .throughout, mustShow: ["list empty", "brake"], mayShow: Expectations.listReasons),
            expectsDeclared: Expectations(
                hides: .throughout, mustShow: ["declaration not covering"], mayShow: Expectations.listReasons)
        ) { stage in
            try await stage.befallsList(
                { _ in try await stage.desk.deleteOneByOne(await stage.desk.names() ?? []) },
                during: { _ in
                    for thing in stage.desk.things {
                        try await stage.desk.putBack(thing)
                        try await stage.lasts(0.15)
                    }
                })
        },
        Fault(
            name: "list rewritten as the worker comes back",
            does:
                "while the worker is cut off a third of the children are deleted; it sees that, and soon after they are put back",
            standsFor: "an operator who repairs a list at the end of an outage", touches: [.list, .network],
            lists: .undeclared, lasts: 6...7,
            expects: Expectations(
                hides: .throughout, mustShow: Expectations.disconnected, mayShow: Expectations.listReasons)
        ) { stage in
            try await stage.befallsList(
                { things in
                    try await stage.eachProxy { try await $0.refuse() }
                    // Longer than the session timeout: from then on a worker that comes back knows nothing.
                    try await stage.lasts(stage.settings.sessionTimeout * 1.5)
                    try await stage.desk.deleteAll(Array(things.prefix(things.count / 3)))
                },
                during: { _ in
                    try await stage.letsInAgain()
                    try await stage.lasts(stage.settings.settle * 0.45)
                    try await stage.desk.restore()
                })
        },
        Fault(
            name: "declaration overwritten",
            does: "the data of the list node are overwritten with half of a declaration",
            standsFor: "a hand on the wrong node, a writer that knows another format", touches: [.list],
            lists: .declared, lasts: 5...7, expects: .list(["declaration lost"])
        ) { stage in
            try await stage.befallsList { _ in
                try await stage.desk.overwriteData(with: #"{"holdfast":1,"generation":"#)
            }
        },
        Fault(
            name: "foreign data on the list",
            does: "the data of the undeclared list node are overwritten with bytes that mean nothing",
            standsFor: "a tool that keeps notes of its own on nodes", touches: [.list], lists: .undeclared,
            lasts: 2...4,
            expects: .unnoticed
        ) { stage in
            try await stage.befallsList { _ in try await stage.desk.overwriteData(with: "\u{1}\u{2} not ours {{{") }
        },
        Fault(
            name: "payload garbled", does: "the payload of a Thing is overwritten with bytes that mean nothing",
            standsFor: "a writer of another version", touches: [.list], lists: .undeclared, lasts: 2...4,
            expects: .unnoticed
        ) { stage in
            try await stage.befallsList { things in try await stage.desk.garble(things[0]) }
        },
        Fault(
            name: "reading forbidden",
            does: "nobody may read the list any more; the connections of the worker are reset, so that it has to",
            standsFor: "an access control list that was set by mistake", touches: [.list, .network], lasts: 5...7,
            expects: .list(["read failed"])
        ) { stage in
            try await stage.desk.take()
            try await stage.desk.setACL([
                ACLEntry(permissions: [.write, .create, .delete, .admin], scheme: "world", id: "anyone")
            ])
            try await stage.eachProxy { try await $0.cut() }
            return BegunFault(end: {
                try await stage.desk.setACL(.open)
                // A worker that was refused has no watch: it reads again in its own time, or when it connects anew.
                try await stage.eachProxy { try await $0.cut() }
                stage.desk.giveBack()
            })
        },
        Fault(
            name: "huge list", does: "100,000 names are put on the list, and taken off at the end",
            standsFor: "a fleet that is merged into one list", touches: Set(Resource.allCases), lists: .declared,
            lasts: 2...4, expects: Expectations(hides: .throughout, mayShow: Expectations.listReasons)
        ) { stage in
            try await stage.desk.take()
            let crowd = (0..<stage.settings.crowd).map { "\(ThingRun.crowdPrefix)\($0)" }
            try await stage.desk.add(crowd, payload: #"{"source":"file:/proc/loadavg","interval_ms":86400000}"#)
            try await stage.settles(within: 120)
            return BegunFault(end: {
                try await stage.desk.remove(crowd)
                stage.desk.giveBack()
                try await stage.settles(within: 120)
            })
        },
    ]
}

extension Stage {
    /// The list is not what it is meant to be until the end, when the operator puts it right; nobody else writes meanwhile.
    ///
    /// - Parameters:
    ///   - befall: does it, to these Things among others.
    ///   - during: what goes on afterwards.
    func befallsList(
        _ befall: ([String]) async throws -> Void, during: (@Sendable ([String]) async throws -> Void)? = nil
    ) async throws -> BegunFault {
        try await desk.take()
        var random = SplitMix64(seed: pick)
        let things = desk.things.shuffled(using: &random)
        try await befall(things)
        let some = Array(things.prefix(max(1, things.count / 4)))
        var begun = BegunFault(end: {
            try await desk.restore()
            desk.giveBack()
        })
        if let during { begun.during = { try await during(some) } }
        return begun
    }
}
