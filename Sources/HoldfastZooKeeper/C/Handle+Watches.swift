internal import CZooKeeper

extension Handle {
    /// Takes a watch from the server, unless somebody needs it after all.
    ///
    /// Of the library's ways only this one is sound: its removal of single watchers leaves the server's watch armed, and
    /// its local removal writes to memory that is not its own.
    func removeWatch(at place: WatchPlace) async {
        let words = RequestWords(operation: "remove watch of", path: ZNodePath(unchecked: place.path), isWrite: false)
        let request = Request<Void>(words, watching: .removes(place.kind))
        do throws(ZooKeeperError) {
            try await perform(request, for: nil) { handle, context in
                withLibraryPath(words.path) { path in
                    holdfast_aremove_all_watches(handle, path, place.kind.libraryType, voidCompleted, context)
                }
            }
        } catch {
            // Where the server has none, nothing is left to do. Where the connection was lost, the library arms it again
            // in the next, and the table knows that nobody needs it there.
        }
    }
}

extension WatchPlace.Kind {
    fileprivate var libraryType: ZooWatcherType {
        switch self {
        // Covers what a read of the data and what an exists armed.
        case .node: ZWATCHTYPE_DATA
        case .children: ZWATCHTYPE_CHILD
        }
    }
}
