import Testing

@testable import HoldfastZooKeeper

@Suite("Feeds of events", .timeLimit(.minutes(1))) struct EventFeedTests {
    @Test("all hear of each event, in order, until the end")
    func inOrder() async {
        let feed = EventFeed<Int>()
        let listeners = [feed.listen(), feed.listen()]
        for event in 0..<100 { feed.send(event) }
        feed.finish()
        for listener in listeners {
            #expect(await listener.reduce(into: []) { $0.append($1) } == Array(0..<100))
        }
        #expect(await feed.listen().reduce(into: []) { $0.append($1) } == [])
    }

    /// Who is told is resumed, which waits for what is cancelling it; and who is cancelled takes itself from the feed.
    @Test("one who listens may be cancelled while it is told, and nobody waits for the other")
    func cancelledWhileTold() async {
        for _ in 0..<2000 {
            let feed = EventFeed<Int>()
            let events = feed.listen()
            await withTaskGroup { group in
                group.addTask { for await _ in events {} }
                group.addTask { for event in 0..<20 { feed.send(event) } }
                await Task.yield()
                group.cancelAll()
            }
        }
    }
}
