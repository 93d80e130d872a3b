import HoldfastEnsemble

extension Ensemble {
    /// Resets every connection through the proxies, some turns of the scheduler from now, so that cuts fall here and there.
    func cutAll(after turns: Int) async {
        for _ in 0..<turns { await Task.yield() }
        for server in servers {
            // A proxy that is not open has no connection to cut.
            try? await server.proxy.cut()
        }
    }
}
