//! What the commands print, kept in files named after the command line.

use crate::program::{Scratch, profile, run, run_on};

/// Compares what `line` prints with what it printed before; runs in the folder `sample-data`.
#[track_caller]
fn check(line: &str) {
    let run = run(line);
    compare(line, &[&run.out, &run.err], run.code);
}

/// The same for a small profile.
#[track_caller]
fn check_on(line: &str, text: &str) {
    let scratch = Scratch::new("small.cpuprofile", profile(text));
    let run = run_on(line, &scratch.file);
    let folder = scratch.folder().to_str().expect("UTF-8");
    let hide = |text: &str| text.replace(&format!("{folder}/"), "");
    let line = format!("{line} small.cpuprofile");
    compare(&line, &[&hide(&run.out), &hide(&run.err)], run.code);
}

#[track_caller]
fn compare(line: &str, printed: &[&str; 2], code: i32) {
    let name = format!("asyncscope {line}").replace('/', "-").replace(' ', "_");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots/cli");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(format!("asyncscope {line}"));
    let text = format!("{}{}exit code {code}", printed[0], printed[1]);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Worked by hand: parse calls itself, walk and step call each other, hash is in two files.
const SMALL: &str = "
    main > parse > read 4
    main > parse > parse > read 2
    main > walk > step > walk > step 3
    main > hash@/app/node_modules/@sample/hash/index.js 5
    main > hash@/app/node_modules/other/hash.js 1
    (idle) 4
    (program) 1
    main > write@/app/out.js 2";

#[test]
fn help_teaches() {
    check("--help");
    check("export --help");
    check("functions --help");
}

#[test]
fn reports_on_a_small_profile() {
    for line in [
        "check",
        "summary",
        "functions",
        "functions --group package",
        "functions --group category --top 2",
        "functions --name HASH,read",
        "functions --range 2ms..7500us",
        "tree",
        "tree --invert --top 8",
        "tree --group url",
        "tree --focus parse",
        "tree --merge walk --hide write --collapse-recursion",
        "tree --collapse-recursion --merge walk",
        "hot",
        "hot --min 20 --top 1 --json",
        "tables",
        "functions --json --top 1 --from 1ms --to 2ms --thread 1 --focus parse",
        "export --table functions",
        "export --table call-tree --top 4",
        "export --table hot-paths --format json --top 2",
    ] {
        check_on(line, SMALL);
    }
}

#[test]
fn reports_on_real_recordings() {
    check("check node-20/async-server.cpuprofile node-20/cpu-heavy.cpuprofile.gz");
    check("summary node-20/async-server.cpuprofile");
    check("summary chromium-156/site.har");
    check("requests --over-time 6 chromium-156/site.har");
    // What is read of traces grows; their notes are kept with the formats.
    check("hot --thread CrRendererMain chromium-156/page-small.json");
    check("functions --top 10 node-20/async-server.cpuprofile");
    check("functions --group url --top 5 node-20/workers/worker-1.cpuprofile");
    check("tree --top 12 node-20/cpu-heavy.cpuprofile.zst");
    check("hot --top 5 node-20/async-server.cpuprofile");
    check("functions --top 5 --range 300ms..400ms chromium-156/page-small.json");
    check("export --table counters --top 3 chromium-156/page.json.gz");
    check(
        "export --table spans --thread CrRendererMain --name FunctionCall --top 3 chromium-156/page.json.gz",
    );
}

#[test]
fn reports_on_heaps() {
    let (before, after) = ("leak-before.heapsnapshot.zst", "leak-after.heapsnapshot.zst");
    for line in [
        format!("check node-20/heap/{after} node-20/heap/async-server.heapprofile"),
        format!("heap stats node-20/heap/{after}"),
        format!("heap classes --top 5 node-20/heap/{after}"),
        format!("heap classes --name Leaked --json node-20/heap/{after}"),
        format!("heap dominators --top 8 node-20/heap/{after}"),
        format!("heap object --id 1 --top 3 node-20/heap/{after}"),
        format!("heap retainers --class LeakedOrder --top 8 node-20/heap/{after}"),
        format!("heap retainers --class LeakedOrdr node-20/heap/{after}"),
        format!("heap strings --top 3 node-20/heap/{after}"),
        format!("heap detached --top 3 node-20/heap/{after}"),
        format!("heap compare --top 5 node-20/heap/{before} node-20/heap/{after}"),
        format!("heap compare --by path --top 5 node-20/heap/{before} node-20/heap/{after}"),
        "functions --top 3 node-20/heap/async-server.heapprofile".to_owned(),
        "heap stats node-20/heap/async-server.heapprofile".to_owned(),
        "export --table allocations --top 3 node-20/heap/async-server.heapprofile".to_owned(),
        "export --table allocations --top 3 node-20/heap/leak.heaptimeline.zst".to_owned(),
        "functions --top 3 node-20/heap/leak.heaptimeline.zst".to_owned(),
        "heap compare --top 3 node-20/heap/run-first.heapsnapshot.zst \
         node-20/heap/run-second.heapsnapshot.zst"
            .to_owned(),
        "heap compare --by path --top 10 node-20/heap/run-first.heapsnapshot.zst \
         node-20/heap/run-second.heapsnapshot.zst"
            .to_owned(),
        format!("export --table heap-nodes --top 3 --name Leaked node-20/heap/{after}"),
        format!("export --table heap-classes --top 3 node-20/heap/{after}"),
        format!("export --table heap-strings --top 2 node-20/heap/{after}"),
        format!("export --table heap-dominators --top 3 node-20/heap/{after}"),
        format!("summary node-20/heap/{after}"),
    ] {
        check(&line);
    }
    check("heap --help");
    check("heap basket --help");
    check(
        "heap basket --top 5 --figure count --set new leaks/plants-1.heapsnapshot.zst \
         leaks/plants-4.heapsnapshot.zst",
    );
}
