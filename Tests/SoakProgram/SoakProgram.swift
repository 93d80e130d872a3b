internal import ArgumentParser

@main
enum SoakProgram {
    /// On the first thread, before there is a second.
    @MainActor static func main() async {
        Arenas.shareOne()
        await SoakCommand.main()
    }
}
