internal import HoldfastCore
internal import HoldfastZooKeeper

/// Reads the payloads of many Things, a bounded number at once.
struct PayloadReader: Sendable {
    /// How many payloads are asked for before the first answer is waited for.
    private static let window = 256

    let zooKeeper: any ZooKeeper
    let list: ZNodePath

    private struct Answer: Sendable {
        var id: ThingID
        var data: Result<NodeData, ZooKeeperError>
    }

    /// Those of the items whose payload is not what the node holds.
    func differing(_ items: [ListChange.Item]) async throws(PublisherError) -> [ListChange.Item] {
        var payloads: [ThingID: [UInt8]] = [:]
        for answer in await answers(to: items) {
            switch answer.data {
            case .success(let data): payloads[answer.id] = data.bytes ?? []
            case .failure(let error):
                if error.code == .noNode {
                    throw PublisherError(
                        .notAsDeclared,
                        "somebody else has taken \(answer.id) off \(list) meanwhile; look at the list, and state again",
                        cause: error)
                }
                throw PublisherError(
                    .zooKeeper, "the payload of \(answer.id) could not be read: \(error)", cause: error)
            }
        }
        return items.filter { payloads[$0.id] != $0.payload }
    }

    private func answers(to items: [ListChange.Item]) async -> [Answer] {
        await withTaskGroup(of: Answer.self) { group in
            var answers: [Answer] = []
            answers.reserveCapacity(items.count)
            for (index, item) in items.enumerated() {
                if index >= Self.window, let answer = await group.next() { answers.append(answer) }
                group.addTask { await read(item.id) }
            }
            for await answer in group { answers.append(answer) }
            return answers
        }
    }

    private func read(_ id: ThingID) async -> Answer {
        do throws(ZooKeeperError) {
            let path = try list.appending(ZNodeName(bytes: id.bytes))
            return Answer(id: id, data: .success(try await zooKeeper.data(at: path)))
        } catch {
            return Answer(id: id, data: .failure(error))
        }
    }
}
