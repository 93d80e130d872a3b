extension CatalogueDocument {
    /// What stands before the catalogue.
    static let head = """
        # Chaos

        <!-- Generated from Tests/Chaos: `make chaos-catalogue` writes it, a test compares it. -->

        `make chaos` breaks real ensembles for as long as one likes, and judges a worker by its event lines alone.

        ```
        make chaos EPISODES=100 SEED=1       # so many episodes, drawn from that seed on
        make chaos MINUTES=30 SEED=1         # as many as begin within that time
        make chaos FAULT='leader hung'       # one fault alone; FAULT=all is each one alone
        make chaos WORKER='my-worker --flag' # another worker
        ```

        An episode is a list with its operator on three real servers, and the worker as a process of its own. One to three faults befall
        it, which may overlap where they touch different things, and the operator makes true changes among them. At the end the operator
        puts everything right, adds a Thing and takes one off. The exit status is 0 when every invariant held in every episode. The
        report, `report.html` and `report.json` in `.build/chaos`, shows every episode on a timeline. One that failed keeps its folder
        there: what the servers logged, the worker's lines, the operator's record, and the command that runs it again.

        A fault has ended when all is as before and the operator can write again. An ensemble that does not come back by itself within half
        a minute is started anew, as an operator would. Where Things were truly taken off before the worker could see its list whole again,
        an absence proves nothing, and the operator gives the word that is owed: an approval. The fault lasts until then.

        ## What must hold

        The observer reads the worker's lines and the operator's own record, and trusts nothing else.

        | invariant | is broken when |
        |---|---|
        | no wrongful stop | a Thing is stopped that the operator did not take off, or is not begun again after the process was |
        | no late change | a true change is not carried out within its bound |
        | never two | a Thing is started while it runs, in one process |
        | the posture is true | it follows while nothing can be known; it never shows the reason that it must have; it speaks of trouble with \
        the list, and there was none; it does not follow again within its bound |
        | nothing is left over | the servers count more than one session, or more watches than it takes, while it follows; or any at all \
        after it ended |
        | conduct | a line that is no event line; a process that ended otherwise than it was told to |

        A bound is no measure of speed. It begins when the faults let the change be known, and is what a worker takes at the most by its
        settings: a lost session is opened anew (twice the session timeout), the settle time passes, the list holds still (twice `quiet`),
        and 8 s that a busy machine may take longer. What each change took stands in the report.

        ## Other workers

        `--worker CMD` drives any command that speaks [the event lines](collector-worker.md). It is given `--servers`, `--path`,
        `--state-dir`, `--session-timeout-ms`, `--settle-ms` and `--quiet-ms`, and may ignore what it does not know. It must print
        `started`, `stopped` and `posture` lines, and end on SIGTERM after `exiting`. `Examples/KazooWorker` is one: a set difference over
        kazoo's `ChildrenWatch`, with `make chaos-kazoo`.

        ## The faults
        """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}
