//! `diff`: exit codes, tables, and what is said where nothing can be compared.

use crate::program::{Scratch, profile, program, run};

/// Runs `diff` of two small profiles with some options before the files.
fn diff(options: &str, before: &str, after: &str) -> crate::program::Run {
    let before = Scratch::new("before.cpuprofile", profile(before));
    let after = Scratch::new("after.cpuprofile", profile(after));
    let mut command = program();
    command.arg("diff").args(options.split_whitespace()).arg(&before.file);
    command.arg("--").arg(&after.file).output().expect("it starts").into()
}

const BEFORE: &str = "main > parse 400\nmain > old 300\nmain 200";
const AFTER: &str = "main > parse 600\nmain > new 100\nmain 200";

#[test]
fn a_recording_does_not_differ_from_itself() {
    let file = "node-20/async-server.cpuprofile";
    let report = run(&format!("diff --json {file} {file}")).json();
    assert_eq!(report["findings"], serde_json::json!([]));
    assert_eq!(report["normalisation"], "absolute");
    for tab in ["slower", "faster", "new", "removed"] {
        assert_eq!(report["samples"]["functions"][tab], serde_json::json!([]), "{tab}");
    }
    let text = run(&format!("diff {file} {file}")).fine();
    assert!(text.contains("Nothing differs by more than noise"), "{text}");
}

#[test]
fn functions_stand_under_what_became_of_them() {
    let report = diff("--json", BEFORE, AFTER).json();
    let functions = &report["samples"]["functions"];
    for (tab, name) in [("slower", "parse"), ("new", "new"), ("removed", "old")] {
        assert_eq!(functions[tab][0]["function"], name, "{tab}");
    }
    assert_eq!(functions["slower"][0]["self_delta_ns"], 200_000_000);
    assert_eq!(functions["slower"][0]["self_change_percent"], 50.0);
    assert_eq!(functions["slower"][0]["self_verdict"], "too_few");
}

#[test]
fn tables_hold_all_rows() {
    let csv = diff("--table diff-functions", BEFORE, AFTER).fine();
    assert!(csv.starts_with("function,url,line,column,line_before,category,status,self_before_ns"));
    assert_eq!(csv.lines().count(), 1 + 4, "{csv}");
    let error = diff("--table diff-function", BEFORE, AFTER).error();
    assert!(error.contains("did you mean `diff-functions`?"), "{error}");
    let error = diff("--table diff-endpoints", BEFORE, AFTER).error();
    assert!(error.contains("they have samples"), "{error}");
}

#[test]
fn what_has_nothing_in_common_is_refused() {
    let error = run("diff node-20/async-server.cpuprofile chromium-156/site.har").error();
    assert!(error.contains("found CPU profile before and HAR file after"), "{error}");
    let error = run("diff node-20/async-server.cpuprofile").error();
    assert!(error.contains("BEFORE... -- AFTER..."), "{error}");
}

#[test]
fn files_that_are_summed_are_what_their_folder_is() {
    let folder = "node-20/workers";
    let files = ["main", "worker-1", "worker-2"].map(|it| format!("{folder}/{it}.cpuprofile"));
    let files = files.join(" ");
    let whole = run(&format!("diff --json {folder} -- {folder}")).json();
    let sum = run(&format!("diff --json --sum {files} -- {folder}")).json();
    assert_eq!(sum["samples"], whole["samples"]);
    assert_eq!(sum["findings"], serde_json::json!([]));
    let mean = run(&format!("diff --json {files} -- {folder}")).json();
    assert_eq!(mean["samples"]["runs_before"], 3);
    assert_ne!(mean["samples"], whole["samples"]);
    let heap = "node-20/heap/leak-before.heapsnapshot.zst";
    let error = run(&format!("diff --sum {heap} {heap} -- {heap}")).error();
    assert!(error.contains("heap snapshots cannot be added, found 2 of them"), "{error}");
}

#[test]
fn heaps_are_compared_by_class() {
    let heap = |name: &str| format!("node-20/heap/{name}.heapsnapshot.zst");
    let files = format!("{} {}", heap("leak-before"), heap("leak-after"));
    let csv = run(&format!("diff --table diff-heap-classes {files}")).fine();
    let leaked = csv.lines().find(|it| it.starts_with("LeakedOrder,")).expect("a class");
    let compared = run(&format!("heap compare --json --top 1000 {files}")).json();
    let rows = compared["classes"].as_array().expect("a list");
    let row = rows.iter().find(|it| it["class"] == "LeakedOrder").expect("a class");
    let cells: Vec<&str> = leaked.split(',').collect();
    assert_eq!(cells[4], row["count_delta"].to_string());
    assert_eq!(cells[9], row["shallow_delta_bytes"].to_string());
}

#[test]
fn heaps_that_grew_fail_builds() {
    let (before, after) =
        ("node-20/heap/leak-before.heapsnapshot.zst", "node-20/heap/leak-after.heapsnapshot.zst");
    for line in ["diff --fail-on 10%", "heap compare --no-cache --fail-on 10%"] {
        let grown = run(&format!("{line} --json {before} {after}"));
        assert_eq!((grown.code, grown.err.as_str()), (1, ""), "{line}");
        let report: serde_json::Value = serde_json::from_str(&grown.out).expect("JSON");
        let all = report["grown"].as_array().expect("a list");
        // Of what was leaked only arrays take a hundredth of the heap, which itself grew by less.
        let names: Vec<_> = all.iter().map(|it| &it["what"]).collect();
        assert_eq!(names, ["Array"], "{line}");
        assert!(all[0]["after_bytes"].as_u64() > all[0]["before_bytes"].as_u64(), "{all:?}");
        let text = run(&format!("{line} {before} {after}")).out;
        assert!(text.contains("More than is allowed\n"), "{text}");
        let same = run(&format!("{line} {before} {before}")).fine();
        assert!(same.contains("Nothing grew more than is allowed."), "{same}");
        assert_eq!(run(&format!("{line} {before} {before}")).code, 0);
    }
    assert_eq!(run(&format!("diff --fail-on 100000% {before} {before}")).code, 0);
    let error = run(&format!("heap compare --fail-on much {before} {after}")).error();
    assert!(error.contains("expected a number in percent"), "{error}");
}

#[test]
fn more_allocated_fails_builds() {
    let profile = |bytes: u64| {
        let frame = |name: &str| {
            serde_json::json!({"functionName": name, "scriptId": "1", "url": "/a.js",
                "lineNumber": 0, "columnNumber": 0})
        };
        let child = serde_json::json!({"callFrame": frame("make"), "selfSize": bytes, "id": 2,
            "children": []});
        let head = serde_json::json!({"callFrame": frame("(root)"), "selfSize": 0, "id": 1,
            "children": [child]});
        let sample = serde_json::json!({"size": bytes, "nodeId": 2, "ordinal": 1});
        let whole = serde_json::json!({"head": head, "samples": [sample]});
        Scratch::new("a.heapprofile", whole.to_string())
    };
    let (small, large) = (profile(1_000_000), profile(1_200_000));
    let code = |before: &Scratch, after: &Scratch, limit: &str| {
        let mut command = program();
        command.args(["diff", "--fail-on", limit]).arg(&before.file).arg(&after.file);
        crate::program::Run::from(command.output().expect("it starts")).code
    };
    assert_eq!(code(&small, &large, "10%"), 1);
    assert_eq!(code(&small, &large, "30%"), 0);
    assert_eq!(code(&large, &small, "10%"), 0);
}

#[test]
fn recordings_of_time_and_of_allocations_are_compared_in_both() {
    let both = "node-20/async-server.cpuprofile node-20/heap/async-server.heapprofile";
    let report = run(&format!("diff --json --sum {both} -- {both}")).json();
    let compared = report["compared"].as_array().expect("a list");
    assert_eq!(compared[..2], [serde_json::json!("samples"), serde_json::json!("allocations")]);
    assert_eq!(report["samples"]["unit"], "ns");
    assert_eq!(report["allocations"]["unit"], "bytes");
    assert_eq!(report["findings"], serde_json::json!([]));
    let text = run(&format!("diff --sum {both} -- {both}")).fine();
    assert!(text.contains("\nBusy ") && text.contains("\nAllocated "), "{text}");
    // What only one side has beside is left out.
    let one = "node-20/heap/async-server.heapprofile";
    let report = run(&format!("diff --json --sum {both} -- {one}")).json();
    assert_eq!(report["compared"], serde_json::json!(["allocations"]));
    assert_eq!(report["samples"]["unit"], "bytes");
    assert_eq!(report["samples"]["busy_before"], report["samples"]["busy_after"]);
}
