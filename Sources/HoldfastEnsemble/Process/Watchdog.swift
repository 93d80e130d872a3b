/// The small shell program that runs one server and ends it when its owner is gone.
///
/// Rule: a server never outlives the process that started it, also when that process is killed with SIGKILL.
/// How: the shell's standard input is a pipe whose only writer is the owner. A reader waits for the end of that pipe,
/// which comes when the owner closes it or dies, and then kills the server with SIGKILL, which ends a stopped process
/// too, and removes the ensemble's folder. When the server ends first, the shell ends the reader, and then itself.
///
/// The shell traps SIGUSR1 and no other signal. A child has its parent's traps until it is first given the processor, and
/// a signal that comes before then is lost. So whatever ends a child is a signal that the shell itself does not trap.
enum Watchdog {
    /// The program. Arguments: the ensemble's folder, the log file, then the server's command line. It prints the process
    /// id of the server; its standard output ends when the server and the reader have ended.
    private static let program = """
        root=$1 log=$2
        shift 2
        # A signal to end that comes before there is a server must not leave one behind.
        early=
        trap 'early=yes' USR1
        exec 3<&0 </dev/null
        "$@" 3<&- >>"$log" 2>&1 &
        server=$!
        trap 'kill -KILL "$server"' USR1
        [ -z "$early" ] || kill -KILL "$server"
        {
            read -r _
            trap '' TERM
            kill -KILL "$server"
            rm -rf "$root"
        } <&3 3<&- >/dev/null 2>&1 &
        reader=$!
        exec 3<&-
        echo "$server"
        # A trap ends the first wait early; the second one sees the real end.
        wait "$server"
        wait "$server"
        kill "$reader"
        wait "$reader"
        """

    /// The arguments for `sh`.
    static func arguments(root: String, log: String, command: [String]) -> [String] {
        ["-c", self.program, "holdfast-ensemble", root, log] + command
    }
}
