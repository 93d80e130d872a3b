import HoldfastZooKeeper
import Logging
import ServiceLifecycle
import Synchronization

/// Says every few seconds that no server answers, for as long as that lasts.
struct WaitingNotice: Service {
    static let interval = Duration.seconds(3)

    let states: SessionStates
    let servers: String
    let logger: Logger

    func run() async throws {
        let isConnected = Connected()
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask {
                    for await state in states { isConnected.note(state) }
                }
                group.addTask {
                    while (try? await Task.sleep(for: Self.interval)) != nil {
                        guard !isConnected.value else { continue }
                        logger.warning("waiting for ZooKeeper: no server of \(servers) answers")
                    }
                }
            }
        }
    }
}
