internal import HoldfastCore
internal import HoldfastZooKeeper

/// Reads the payloads of many Things, a bounded number at once.
struct PayloadReader: Sendable {
    let zooKeeper: any ZooKeeper
    let list: ZNodePath

    private struct Answer: Sendable {
        var id: ThingID
        var data: Result<NodeData, ZooKeeperError>
    }

    /// Those of the items whose payload is not what the node holds.
    func differing(_ items: [ListChange.Item]) async throws(PublisherError) -> [ListChange.Item] {
        let payloads = try await payloads(of: items.map(\.id))
        return items.filter { payloads[$0.id] != $0.payload }
    }

    /// What the nodes hold.
    private func payloads(of ids: some Collection<ThingID>) async throws(PublisherError) -> [ThingID: [UInt8]] {
        var payloads: [ThingID: [UInt8]] = [:]
        payloads.reserveCapacity(ids.count)
        for answer in await answers(to: ids) {
            switch answer.data {
            case .success(let data):
                payloads[answer.id] = data.bytes ?? []
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
        return payloads
    }

    private func answers(to ids: some Collection<ThingID>) async -> [Answer] {
        await withTaskGroup(of: Answer.self) { group in
            var answers: [Answer] = []
            answers.reserveCapacity(ids.count)
            for (index, id) in ids.enumerated() {
                if index >= ReadWindow.payloads, let answer = await group.next() { answers.append(answer) }
                group.addTask { await read(id) }
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
