import HoldfastCore
import Testing

@testable import Holdfast
@testable import HoldfastZooKeeper

/// What is known of the names on a list that is listed now and then, and followed by its writer's account in between.
struct KnownNamesTests {
    private static func names(_ ids: some Sequence<ThingID>) -> [ZNodeName] { ids.map { ZNodeName(bytes: $0.bytes) } }

    /// A list whose writer keeps an account.
    private struct Model {
        var names: Set<ThingID> = []
        var stat = NodeStat(czxid: 1, mzxid: 1, pzxid: 1, ctime: 1)
        var declaration = Declaration(generation: 1, count: 0)

        mutating func state(adding added: [ThingID] = [], removing removed: [ThingID] = []) {
            let change = DeclaredChange(added: added, removed: removed)
            move(change, at: stat.mzxid + 10)
            declaration = Declaration(
                generation: declaration.generation + 1, count: names.count,
                lineage: Array(([declaration.id] + declaration.lineage).prefix(64)),
                changes: Array(([change] + declaration.changes).prefix(4)))
            stat.mzxid += 10
            stat.version += 1
        }

        /// Without a word.
        mutating func move(_ change: DeclaredChange, at zxid: Int64? = nil) {
            names.subtract(change.removed)
            names.formUnion(change.added)
            let moves = change.added.count + change.removed.count
            if moves > 0 { stat.pzxid = zxid ?? stat.mzxid + 1 }
            stat.cversion += Int32(moves)
            stat.numberOfChildren = Int32(names.count)
        }
    }

    private static func known(_ model: Model) -> KnownNames {
        var known = KnownNames()
        _ = known.listed(names(model.names.sorted()), model.stat)
        known.declared(model.declaration)
        return known
    }

    private static func difference(
        _ known: KnownNames, to model: Model, from names: Set<ThingID>
    )
        -> KnownNames.Difference?
    {
        known.difference(to: model.declaration, model.stat) { names.contains($0) }
    }

    @Test("what is followed is no difference when the names are listed")
    func followedThenListed() throws {
        var model = Model()
        model.state(adding: ["a", "b", "c"])
        var known = Self.known(model)
        #expect(known.isAccountKept && !known.areFollowed)
        let before = model.names
        model.state(adding: ["d"], removing: ["a"])
        model.state(removing: ["b"])
        let difference = try #require(Self.difference(known, to: model, from: before))
        #expect(difference == .init(added: ["d"], removed: ["a", "b"]))
        known.followed(difference, to: model.declaration, model.stat)
        #expect(known.areFollowed)
        #expect(known.listed(Self.names(["d", "c"]), model.stat) == .init())
        #expect(!known.areFollowed && !known.isAccountKept)
    }

    @Test("what came without a word is found where names that were followed are listed")
    func undeclaredIsListed() throws {
        var model = Model()
        model.state(adding: ["a", "b"])
        var known = Self.known(model)
        model.state(adding: ["c"], removing: ["b"])
        known.followed(.init(added: ["c"], removed: ["b"]), to: model.declaration, model.stat)
        model.move(DeclaredChange(added: ["b"], removed: ["a", "c"]))
        #expect(Self.difference(known, to: model, from: ["a", "c"]) == nil)
        #expect(known.listed(Self.names(model.names.sorted()), model.stat) == .init(added: ["b"], removed: ["a", "c"]))
        // The same names, and another node under one of them.
        model.move(DeclaredChange(added: ["b"], removed: ["b"]))
        #expect(known.listed(Self.names(["b"]), model.stat) == .init(isIncomplete: true))
    }

    @Test("names are listed where the account is not borne out")
    func refusals() {
        var model = Model()
        model.state(adding: ["a", "b"])
        let known = Self.known(model)
        let names = model.names
        var next = model
        next.state(adding: ["c"], removing: ["a"])
        #expect(Self.difference(known, to: next, from: names) != nil)
        #expect(known.difference(to: nil, next.stat) { names.contains($0) } == nil)
        for (name, change) in [
            ("goes, and was not there", { $0.declaration.changes[0].removed = ["x"] }),
            ("comes, and is there", { $0.declaration.changes[0].added = ["b"] }),
            ("comes twice", { $0.declaration.changes[0] = DeclaredChange(added: ["c", "c"]) }),
            ("goes twice", { $0.declaration.changes[0] = DeclaredChange(removed: ["a", "a"]) }),
            ("goes and comes again", { $0.declaration.changes[0] = DeclaredChange(added: ["a"], removed: ["a"]) }),
            ("comes and goes again", { $0.declaration.changes[0] = DeclaredChange(added: ["c"], removed: ["c"]) }),
            ("the servers count other children", { $0.stat.numberOfChildren += 1 }),
            ("another node", { $0.stat.czxid += 1 }),
            ("something else came and went", { $0.stat.cversion += 2 }),
        ] as [(String, (inout Model) -> Void)] {
            var other = next
            change(&other)
            #expect(Self.difference(known, to: other, from: names) == nil, "\(name)")
        }
        var forgetful = known
        forgetful.forgetDeclaration()
        #expect(!forgetful.isAccountKept)
        #expect(Self.difference(forgetful, to: next, from: names) == nil)
    }

    @Test("a declaration that does not cover what was listed is not gone on from")
    func notCovering() {
        var model = Model()
        model.state(adding: ["a"])
        model.move(DeclaredChange(added: ["b"]))
        #expect(!Self.known(model).isAccountKept)
        model.move(DeclaredChange(removed: ["b"]))
        #expect(!Self.known(model).isAccountKept)
    }

    @Test("names that come, go and come again are known as they are, however they were learned")
    func random() {
        var (followed, listed) = (0, 0)
        for seed in 1...500 as ClosedRange<UInt64> {
            var random = SplitMix64(seed: seed)
            var model = Model()
            model.state(adding: ["a", "b", "c"])
            var known = Self.known(model)
            var believed = model.names
            for step in 0..<60 {
                for _ in 0..<Int.random(in: 0...2, using: &random) {
                    let ids = "abcdefgh".map { ThingID(String($0)) }.filter { _ in random.next() % 4 == 0 }
                    let change = DeclaredChange(
                        added: ids.filter { !model.names.contains($0) }, removed: ids.filter(model.names.contains))
                    if random.next() % 6 == 0 {
                        model.move(change)
                    } else {
                        model.state(adding: change.added, removing: change.removed)
                    }
                }
                if let difference = Self.difference(known, to: model, from: believed) {
                    known.followed(difference, to: model.declaration, model.stat)
                    #expect(!difference.isIncomplete)
                    believed.subtract(difference.removed)
                    believed.formUnion(difference.added)
                    followed += 1
                }
                if believed != model.names || random.next() % 8 == 0 {
                    let difference = known.listed(Self.names(model.names.shuffled(using: &random)), model.stat)
                    known.declared(model.declaration)
                    #expect(believed.isSuperset(of: difference.removed), "seed \(seed), step \(step)")
                    #expect(believed.isDisjoint(with: difference.added), "seed \(seed), step \(step)")
                    believed.subtract(difference.removed)
                    believed.formUnion(difference.added)
                    listed += 1
                }
                #expect(believed == model.names, "seed \(seed), step \(step)")
            }
        }
        #expect(followed > 10_000 && listed > 3000)
    }
}
