internal import CZooKeeper

/// The settings of the C library that hold for the whole process.
enum CLibrary {
    /// Set once, before the first handle. Each handle has one address, so there is no order to shuffle, and the library
    /// need not seed the random numbers of the process. The level must not change afterwards: ``MultiGate`` lives on
    /// the lines of level INFO, and level DEBUG reads freed memory.
    static let isPrepared: Bool = {
        zoo_deterministic_conn_order(1)
        zoo_set_debug_level(ZOO_LOG_LEVEL_INFO)
        return true
    }()
}
