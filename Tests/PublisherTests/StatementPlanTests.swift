import HoldfastCore
import Testing

@testable import Holdfast
@testable import HoldfastZooKeeper

/// A statement in, transactions out.
@Suite("How a statement is cut into transactions") struct StatementPlanTests {
    private let list: ZNodePath = "/collectors/plant-7"

    private func items(_ numbers: Range<Int>, bytes: Int = 20) -> [ListChange.Item] {
        numbers.map { ListChange.Item(id: ThingID("thing-\($0)"), payload: Array(repeating: 7, count: bytes)) }
    }

    private func statement(_ change: ListChange, count: Int, isWhole: Bool = true) -> StatementPlan.Statement {
        StatementPlan.Statement(
            change: change, isWhole: isWhole, continues: Declaration(generation: 9, count: count, lineage: [8, 7]),
            generation: 1000, count: count, mark: 4_738_381_338_321_616_895, found: nil
        )
    }

    /// What goes over the wire for a step.
    private func size(of step: StatementPlan.Step) -> Int {
        let data = step.word.bytes
        return RequestSize.multi(
            [.create(list, data: nil, mode: .persistent)] + step.operations
                + [.setData(list, data: data, version: .max)])
    }

    @Test("creations come first, then payloads, then deletions; more is said until the last creation")
    func order() throws {
        let change = ListChange(
            creations: items(0..<100), updates: items(100..<150), deletions: items(200..<300).map(\.id))
        let plan = try StatementPlan(statement(change, count: 150), for: list, limit: 4250)
        let operations = plan.steps.flatMap(\.operations)
        let kinds = operations.map { operation in
            switch operation {
            case .create: 0
            case .setData: 1
            case .delete: 2
            case .check: 3
            }
        }
        #expect(
            kinds == Array(repeating: 0, count: 100) + Array(repeating: 1, count: 50) + Array(repeating: 2, count: 100))
        var outstanding = 100
        var count = 150
        for (index, step) in plan.steps.enumerated() {
            let creations = step.operations.count { if case .create = $0 { true } else { false } }
            let deletions = step.operations.count { if case .delete = $0 { true } else { false } }
            outstanding -= creations
            count += creations - deletions
            let declaration = try #require(step.word.declaration)
            #expect(declaration.hasMore == (outstanding > 0))
            #expect(declaration.count == count)
            #expect(declaration.isWhole)
            #expect(declaration.generation == 1000 + Int64(index))
            #expect(declaration.descentGenerations == Array((1000..<declaration.generation).reversed()) + [9, 8, 7])
            #expect(step.moves == creations + deletions)
        }
        #expect(count == 150)
        #expect(plan.steps.count > 5)
        #expect(plan.steps.count { $0.word.declaration?.hasMore == true } > 1)
    }

    @Test("an incremental statement has nothing outstanding between its transactions")
    func incremental() throws {
        let plan = try StatementPlan(
            statement(ListChange(creations: items(0..<100)), count: 0, isWhole: false), for: list, limit: 4250)
        #expect(plan.steps.count > 3)
        #expect(
            plan.steps.allSatisfy { $0.word.declaration?.hasMore == false && $0.word.declaration?.isWhole == false })
    }

    @Test("a statement that changes nothing is one transaction")
    func nothing() throws {
        let plan = try StatementPlan(statement(ListChange(), count: 5), for: list, limit: 4250)
        #expect(plan.steps.map(\.operations) == [[]])
        #expect(plan.steps[0].word.declaration?.count == 5)
    }

    @Test("a lineage of many transactions keeps the newest 64")
    func longLineage() throws {
        let plan = try StatementPlan(
            statement(ListChange(creations: items(0..<1000)), count: 0), for: list, limit: 3750)
        #expect(plan.steps.count > 70)
        for step in plan.steps.dropFirst(64) {
            let declaration = try #require(step.word.declaration)
            #expect(declaration.descentGenerations == (1...64).map { declaration.generation - $0 })
        }
    }

    @Test("no request is over the limit, and none could have taken the next one's first operation as well")
    func sizes() throws {
        var random = SplitMix64(seed: 42)
        for round in 0..<300 {
            let limit = Int.random(in: 3050...20_000, using: &random)
            func some(_ start: Int) -> [ListChange.Item] {
                (start..<start + Int.random(in: 0...200, using: &random)).map {
                    let bytes = Int.random(in: 0...400, using: &random)
                    return ListChange.Item(id: ThingID("thing-\($0)"), payload: Array(repeating: 1, count: bytes))
                }
            }
            let change = ListChange(creations: some(0), updates: some(1000), deletions: some(2000).map(\.id))
            let plan = try StatementPlan(statement(change, count: 500), for: list, limit: limit)
            let sizes = plan.steps.map(size)
            #expect(sizes.allSatisfy { $0 <= limit }, "round \(round)")
            // The declaration is reckoned at its longest, so up to so much room is left over.
            let slack = 64 * (17 + 16) + 40 + 150
            for (step, next) in zip(plan.steps, plan.steps.dropFirst()) {
                let first = next.operations[0]
                let more = RequestSize.multi([first]) - RequestSize.multi([])
                #expect(size(of: step) + more + slack > limit, "round \(round)")
            }
        }
    }

    @Test("a mebibyte is cut by the servers' own limit")
    func defaultLimit() throws {
        let plan = try StatementPlan(
            statement(ListChange(creations: items(0..<20_000, bytes: 100)), count: 0), for: list,
            limit: RequestSize.limit)
        #expect(plan.steps.map(size).allSatisfy { $0 <= 1_048_575 && $0 > 100_000 })
        #expect(plan.steps.count == 4)
    }
}
