import Foundation
import Subprocess

/// Commands that run another command, for which alone a folder is on a disk that fails: the mount ends with the command.
enum Mount {
    /// Whether the kernel lets us mount for ourselves.
    static var isAllowed: Bool {
        get async {
            let trial = try? await Subprocess.run(
                .name("unshare"), arguments: ["--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"],
                output: .discarded, error: .discarded)
            return trial?.terminationStatus == .exited(0)
        }
    }

    /// What the folder holds can be read, and nothing can be written.
    static func readOnly(_ folder: URL) -> [String] {
        command(#"mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@""#, folder)
    }

    /// The folder is empty, and one page is all that goes into it.
    static func full(_ folder: URL) -> [String] {
        command(#"mount -t tmpfs -o size=4k none "$0" && exec "$@""#, folder)
    }

    private static func command(_ script: String, _ folder: URL) -> [String] {
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script, folder.path]
    }
}
