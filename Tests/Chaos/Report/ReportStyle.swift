/// How the report looks, by day and by night.
enum ReportStyle {
    // No `<`, `>`, `&` or quote is in it: the page is read as HTML and as XML, which differ over them.
    static let sheet = """

        :root {
          color-scheme: light dark;
          --page: #f7f8f9; --panel: #ffffff; --ink: #1b2128; --quiet: #5a6672; --line: #dde2e7; --grid: #eceff2;
          --good: #1f7a4d; --bad: #c22f2a; --bad-soft: #fbe9e8;
          --fault: #7557b8; --fault-soft: #cfc3ea; --process: #b9c2cb; --follow: #7cc8a0; --hold: #edb84a; --on-bar: #1b2128;
          --run: #2f74c0; --run-soft: #d7e6f6; --window: #cdd6de; --done: #1f5fa8;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #12161a; --panel: #1a2026; --ink: #e4e9ee; --quiet: #98a5b1; --line: #303a44; --grid: #242c34;
            --good: #5cc48e; --bad: #ff7a72; --bad-soft: #3a1f20;
            --fault: #a48be0; --fault-soft: #4b3f70; --process: #54606c; --follow: #3f9a6c; --hold: #d39a2c; --on-bar: #0d1013;
            --run: #6aa9ea; --run-soft: #1f3550; --window: #3d4852; --done: #8cc0f5;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, DejaVu Sans, sans-serif; }
        header, main { max-width: 1220px; margin: 0 auto; padding: 0 24px; }
        header { padding-top: 32px; }
        h1 { font-size: 26px; margin: 0; } h2 { font-size: 19px; margin: 36px 0 12px; } h3 { font-size: 15px; margin: 18px 0 6px; }
        p { margin: 6px 0; } .quiet { color: var(--quiet); }
        .verdict { font-size: 18px; font-weight: 600; } .good { color: var(--good); } .bad { color: var(--bad); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(148px, 1fr)); gap: 12px; margin: 14px 0 0; }
        .tile { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; }
        .tile .figure { display: block; font-size: 22px; font-weight: 600; font-variant-numeric: tabular-nums; }
        .tile .of { color: var(--quiet); font-size: 13px; }
        table { width: 100%; border-collapse: collapse; background: var(--panel); border: 1px solid var(--line); font-size: 14px; }
        th, td { text-align: left; padding: 5px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--quiet); font-weight: 600; font-size: 13px; }
        td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        tr.failed td { background: var(--bad-soft); }
        td { overflow-wrap: anywhere; }
        [data-figure=list], [data-figure=kind], [data-figure=when] { white-space: nowrap; }
        a { color: var(--run); }
        details.episode { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; margin: 10px 0; }
        details.episode.failed { border-color: var(--bad); }
        summary { cursor: pointer; padding: 10px 16px; }
        summary .name { font-weight: 600; } summary span { margin-right: 10px; }
        .inside { padding: 0 16px 16px; }
        .inside table { background: transparent; }
        code { font: 13px/1.5 ui-monospace, DejaVu Sans Mono, monospace; overflow-wrap: anywhere; }
        .legend span { white-space: nowrap; margin-right: 18px; font-size: 13px; color: var(--quiet); }
        .key { display: inline-block; width: 14px; height: 10px; border-radius: 2px; margin-right: 6px; }
        .key-fault { background: var(--fault); } .key-follow { background: var(--follow); } .key-hold { background: var(--hold); }
        .key-run { background: var(--run); } .key-window { background: var(--window); }
        .key-done { background: var(--done); border-radius: 5px; width: 10px; }
        .key-violation { background: var(--bad); transform: rotate(45deg); width: 9px; height: 9px; }
        svg.timeline { display: block; width: 100%; height: auto; font: 12px system-ui, DejaVu Sans, sans-serif; }
        svg text { fill: var(--ink); } .tick text, svg text.level { fill: var(--quiet); font-size: 11px; }
        .tick line { stroke: var(--grid); } .base { stroke: var(--line); } svg text.on-bar { fill: var(--on-bar); font-size: 11px; }
        .fault-whole { fill: var(--fault-soft); } .fault-full { fill: var(--fault); } .process-span { fill: var(--process); }
        .posture-following { fill: var(--follow); } .posture-holding { fill: var(--hold); }
        .posture rect { stroke: var(--panel); }
        .running-area { fill: var(--run-soft); } .running-line { fill: none; stroke: var(--run); stroke-width: 1.5; }
        .change-window { fill: var(--window); } .change-written { stroke: var(--ink); stroke-width: 1.5; }
        .change-done { fill: var(--done); } .change-late { fill: var(--bad); }
        .violation path { fill: var(--bad); stroke: var(--panel); }

        """
}
