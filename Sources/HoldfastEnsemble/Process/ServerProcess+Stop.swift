import Foundation

extension ServerProcess {
    /// Stops the server (SIGSTOP), and waits until each of its threads stands.
    ///
    /// A thread of the server must first be given the processor to take the signal: on a busy machine the others may
    /// meanwhile answer what they are asked after the call.
    func stop() async throws {
        signal(SIGSTOP)
        #if os(Linux)
        _ = try await Poll.until(every: .milliseconds(1), limit: .seconds(5)) { stands ? true : nil }
        #endif
    }

    /// Whether no thread of the server runs; one that is gone does not run either.
    private var stands: Bool {
        guard let identifier else { return true }
        let folder = "/proc/\(identifier)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return threads.allSatisfy { thread in
            guard let line = try? String(contentsOfFile: "\(folder)/\(thread)/stat", encoding: .utf8) else {
                return true
            }
            // The name of the program, in brackets, may hold anything; the state is the letter after it.
            guard let state = line.lastIndex(of: ")").map({ line[$0...].dropFirst(2).first }) else { return true }
            return state == "T" || state == "t" || state == "Z" || state == "X"
        }
    }
}
