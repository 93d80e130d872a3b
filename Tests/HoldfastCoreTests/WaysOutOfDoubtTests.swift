import HoldfastCore
import Testing

/// Each reason for which a list that was read may be held has a token that releases it.
@Suite("The way out of every doubt")
struct WaysOutOfDoubtTests {
    @Test("each reason that a list gives for a hold is released by its approval", arguments: HoldReason.allCases)
    func released(reason: HoldReason) throws {
        guard case .doubt(let scene) = Self.passing(of: reason) else { return }
        var (bench, list) = scene()
        #expect(bench.core.posture.reasons.contains(reason), "\(bench.core.posture.reasons)")
        #expect(!bench.core.posture.removals.isEmpty)
        _ = try bench.approveHeld()
        bench.pass(.seconds(6))
        _ = bench.learn(list)
        #expect(bench.core.posture.state == .following)
        #expect(bench.assigned == list.entries.keys.sorted())
        list.writeElsewhere(100)
        list.add("later")
        #expect(list.declaration != nil || bench.learn(list).started == ["later"])
    }

    fileprivate enum Passing {
        /// What is held ends when the servers answer, or when there is a list to be read; there is nothing to approve.
        case byItself
        case doubt(() -> (Bench, ModelList))
    }

    private static func passing(of reason: HoldReason) -> Passing {
        switch reason {
        case .connecting, .disconnected, .sessionLost, .authenticationFailed, .closed, .unread, .readFailed, .torn,
            .stale,
            .listMissing, .listSharded, .settling:
            .byItself
        case .listEmpty: .undeclared { $0.removeAll() }
        case .braked: .undeclared { $0.remove(["a", "b", "c"]) }
        case .historyRewound:
            .undeclared { list in
                let backup = ModelList("a", "b")
                list.restore(backup)
            }
        case .historyDiffers:
            .undeclared { list in
                list.remove("a")
                list.skewCount(by: 1)
            }
        case .countsOtherwise: .undeclared { $0.removeUncounted("a") }
        case .listRecreated: .undeclared { $0.recreate(["a", "b"]) }
        case .ephemeralGone:
            .doubt {
                var list = ModelList("a", "b", "c")
                list.add("d", ephemeral: true)
                var bench = Bench.following(list)
                list.remove("d")
                _ = bench.learn(list)
                return (bench, list)
            }
        case .declarationLost:
            .declared { list in
                list.remove("a")
                list.scribble()
            }
        case .declarationUnfinished: .declared { $0.declare(removing: ["a"], more: true) }
        case .declarationNotCovering: .declared { $0.remove("a") }
        case .declarationBehind:
            .declared { list in
                list.transact { list, zxid in
                    list.delete("a", zxid: zxid)
                    list.write(Declaration(id: 1, count: 3, listName: "ours"), approval: nil, zxid: zxid)
                }
            }
        case .declarationOfOtherLineage:
            .declared { list in
                list.remove("a")
                list.adopt()
                list.forgetLineage()
            }
        case .declarationFromTheFuture:
            .declared { list in
                list.remove("a")
                list.stateFarAhead()
            }
        case .listOfAnotherName:
            .declared { list in
                list.name = "theirs"
                list.wipe(["y"])
                list.replace(with: ["x", "y"])
            }
        }
    }
}

extension WaysOutOfDoubtTests.Passing {
    fileprivate static func undeclared(_ change: @escaping (inout ModelList) -> Void) -> Self {
        .doubt {
            var list = ModelList("a", "b", "c", "d")
            var bench = Bench.following(list)
            change(&list)
            _ = bench.learn(list)
            return (bench, list)
        }
    }

    fileprivate static func declared(_ change: @escaping (inout ModelList) -> Void) -> Self {
        .doubt {
            var list = ModelList("a", "b", "c", "d")
            list.name = "ours"
            list.adopt()
            var bench = Bench.following(list)
            change(&list)
            _ = bench.learn(list)
            return (bench, list)
        }
    }
}
