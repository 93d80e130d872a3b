import Foundation
import Subprocess

/// A small library that is loaded into a server before the C library (`LD_PRELOAD`) and stands between the server and its
/// data folder: its writes can fail, and its `fsync` can take long.
///
/// It is compiled by `cc` when the ensemble starts. It reads what to do from a control file that is mapped into memory, so
/// that a disk falls ill and gets well under a running server. All other files are left alone.
enum DiskShim {
    /// The fault that is in the control file.
    struct Control: Sendable, Equatable {
        /// How long each `fsync` and `fdatasync` takes.
        var syncMilliseconds: Int32 = 0
        /// What each write fails with; none for 0.
        var writeError: Int32 = 0
        /// What each `fsync` and `fdatasync` fails with; none for 0.
        var syncError: Int32 = 0

        var bytes: [UInt8] {
            [self.syncMilliseconds, self.writeError, self.syncError].flatMap { number in
                withUnsafeBytes(of: number) { Array($0) }
            }
        }
    }

    /// Compiles the library.
    ///
    /// - Throws: ``EnsembleError`` with the code `impossible` where there is no `cc`, or it says no.
    static func compile(to library: URL) async throws {
        let source = library.deletingPathExtension().appendingPathExtension("c")
        try Data(self.source.utf8).write(to: source)
        let result = try? await Subprocess.run(
            .name("cc"), arguments: ["-shared", "-fPIC", "-O1", "-w", "-o", library.path, source.path, "-ldl"],
            output: .discarded, error: .string(limit: 1 << 20))
        guard let result, result.terminationStatus == .exited(0) else {
            let words = result?.standardError ?? "there is no `cc`"
            throw EnsembleError(.impossible, "disks can not be made to fail here: \(words)")
        }
    }

    /// The command line that runs a server with the library.
    static func command(_ command: [String], library: URL, control: URL, folder: URL) -> [String] {
        [
            "env", "LD_PRELOAD=\(library.path)", "HOLDFAST_DISK_CONTROL=\(control.path)",
            "HOLDFAST_DISK_FOLDER=\(folder.path)",
        ] + command
    }

    /// `fsync` never reaches the real disk, which others share: it takes as long as it is told to, and what was written is
    /// in the kernel's memory, where it outlives the server's process all the same.
    private static let source = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <limits.h>
        #include <stdint.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/mman.h>
        #include <sys/uio.h>
        #include <time.h>
        #include <unistd.h>

        struct control { int32_t sync_milliseconds, write_error, sync_error; };
        static volatile struct control *control;
        static char folder[PATH_MAX];

        static ssize_t (*real_write)(int, const void *, size_t);
        static ssize_t (*real_writev)(int, const struct iovec *, int);
        static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
        static int (*real_fsync)(int);
        static int (*real_fdatasync)(int);

        __attribute__((constructor)) static void begin(void) {
            real_write = dlsym(RTLD_NEXT, "write");
            real_writev = dlsym(RTLD_NEXT, "writev");
            real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
            real_fsync = dlsym(RTLD_NEXT, "fsync");
            real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
            const char *path = getenv("HOLDFAST_DISK_CONTROL"), *name = getenv("HOLDFAST_DISK_FOLDER");
            int file = path && name && realpath(name, folder) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
            if (file < 0) return;
            void *page = mmap(NULL, sizeof(struct control), PROT_READ, MAP_SHARED, file, 0);
            close(file);
            if (page != MAP_FAILED) control = page;
        }

        static int is_ours(int file) {
            char link[64], target[PATH_MAX];
            int saved = errno;
            snprintf(link, sizeof link, "/proc/self/fd/%d", file);
            ssize_t length = readlink(link, target, sizeof target);
            errno = saved;
            size_t least = strlen(folder);
            return length > (ssize_t)least && memcmp(target, folder, least) == 0 && target[least] == '/';
        }

        static int fails(int file) {
            int error = control ? control->write_error : 0;
            if (!error || !is_ours(file)) return 0;
            errno = error;
            return 1;
        }

        ssize_t write(int file, const void *bytes, size_t count) {
            return fails(file) ? -1 : real_write(file, bytes, count);
        }

        ssize_t writev(int file, const struct iovec *parts, int count) {
            return fails(file) ? -1 : real_writev(file, parts, count);
        }

        ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
            return fails(file) ? -1 : real_pwrite(file, bytes, count, offset);
        }

        ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
            return fails(file) ? -1 : real_pwrite(file, bytes, count, offset);
        }

        static int sync_or(int (*otherwise)(int), int file) {
            if (!control || !is_ours(file)) return otherwise(file);
            int milliseconds = control->sync_milliseconds;
            struct timespec rest = { milliseconds / 1000, milliseconds % 1000 * 1000000L };
            while (milliseconds && nanosleep(&rest, &rest) != 0 && errno == EINTR) {}
            int error = control->sync_error;
            if (!error) return 0;
            errno = error;
            return -1;
        }

        int fsync(int file) { return sync_or(real_fsync, file); }
        int fdatasync(int file) { return sync_or(real_fdatasync, file); }

        """
}
