//! The JSON of reports: true of the recordings, and as documented.

use serde_json::Value;

use crate::program::{Scratch, profile, run, run_on, samples};

fn truths() -> Vec<Value> {
    let text = std::fs::read_to_string(samples().join("truth.json")).expect("a file");
    let truth: Value = serde_json::from_str(&text).expect("JSON");
    truth["files"].as_array().expect("a list").clone()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no whole number"))
}

/// Whole microseconds of nanoseconds, rounded: the unit of the truth.
fn micros(value: &Value) -> u64 {
    (number(value) + 500) / 1000
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn samples_hold_what_is_known_of_them() {
    for truth in truths().iter().filter(|it| it["format"] == "cpuprofile") {
        let file = truth["file"].as_str().expect("a name");
        let report = run(&format!("functions --json --top 1000 {file}")).json();
        assert_eq!(report["samples"], truth["samples"], "{file}");
        assert_eq!(micros(&report["sum_ns"]), number(&truth["duration_us"]), "{file}");
        let functions = report["functions"].as_array().expect("a list");
        let named = |name: &str, url: Option<&str>| {
            let is_it =
                |it: &&Value| it["function"] == name && url.is_none_or(|url| it["url"] == url);
            functions.iter().find(is_it).unwrap_or_else(|| panic!("{name} in {file}"))
        };
        let hot = &truth["hot_function"];
        let found = named(hot["name"].as_str().unwrap(), hot["url"].as_str());
        assert_eq!(micros(&found["self_ns"]), number(&hot["self_us"]), "{file}");
        assert_eq!(micros(&found["total_ns"]), number(&hot["total_us"]), "{file}");
        let collector = named("(garbage collector)", None);
        assert_eq!(micros(&collector["self_ns"]), number(&truth["gc_us"]), "{file}");
        assert_eq!(collector["samples"], truth["gc_samples"], "{file}");
        assert_eq!(micros(&named("(idle)", None)["self_ns"]), number(&truth["idle_us"]), "{file}");
    }
}

#[test]
fn reports_agree_with_each_other() {
    for file in ["node-20/async-server.cpuprofile", "chromium-156/page.json.gz"] {
        let functions = run(&format!("functions --json --top 100000 {file}")).json();
        let list = functions["functions"].as_array().expect("a list");
        assert_eq!(number(&functions["total_rows"]), list.len() as u64);
        let own: u64 = list.iter().map(|it| number(&it["self_ns"])).sum();
        assert_eq!(own, number(&functions["sum_ns"]));

        let tree = run(&format!("tree --json --top 1000000 {file}")).json();
        assert_eq!(tree["complete"], true);
        let nodes = tree["nodes"].as_array().expect("a list");
        let own: u64 = nodes.iter().map(|it| number(&it["self_ns"])).sum();
        assert_eq!(own, number(&functions["sum_ns"]));
        for (row, node) in nodes.iter().enumerate() {
            assert_eq!(number(&node["id"]), row as u64 + 1);
            if let Some(parent) = node["parent_id"].as_u64() {
                let parent = &nodes[usize::try_from(parent).unwrap() - 1];
                assert_eq!(number(&node["depth"]), number(&parent["depth"]) + 1);
                assert!(number(&node["total_ns"]) <= number(&parent["total_ns"]));
                assert!(number(&parent["id"]) < number(&node["id"]));
            }
        }

        let summary = run(&format!("summary --json {file}")).json();
        let threads = summary["threads"].as_array().expect("a list");
        let samples: u64 = threads.iter().map(|it| number(&it["samples"])).sum();
        assert_eq!(samples, number(&functions["samples"]));
        let time = &summary["time"];
        assert_eq!(
            number(&time["busy_ns"]) + number(&time["idle_ns"]),
            number(&functions["sum_ns"])
        );

        let csv = run(&format!("export --table functions {file}")).fine();
        let mut rows = csv::Reader::from_reader(csv.as_bytes());
        for (row, function) in rows.records().zip(list) {
            let row = row.expect("a row");
            let name = function["function"].as_str().expect("a name");
            assert_eq!(row[0].trim_start_matches('\''), name);
            assert_eq!(row[5], function["self_ns"].to_string());
            assert_eq!(row[6], function["total_ns"].to_string());
            assert_eq!(row[7], function["samples"].to_string());
        }
    }
}

#[test]
fn keys_are_those_that_help_documents() {
    let file = "node-20/async-server.cpuprofile";
    let head = ["file", "report", "samples", "schema", "selection", "sum_ns", "busy_ns"];
    for (line, own) in [
        ("functions", &["functions", "total_rows"][..]),
        ("functions --group url", &["groups", "total_rows"]),
        ("tree", &["complete", "direction", "group", "nodes"]),
        ("hot", &["hot_path", "stacks"]),
    ] {
        let report = run(&format!("{line} --json {file}")).json();
        let mut expected: Vec<&str> = head.iter().chain(own).copied().collect();
        expected.sort_unstable();
        let mut found = keys(&report);
        found.sort_unstable();
        assert_eq!(found, expected, "{line}");
        let help = run(&format!("{} --help", line.split(' ').next().unwrap())).fine();
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
        for key in expected {
            assert!(help.contains(key), "{key} is not in the help of {line}");
        }
    }
    let selection = &run(&format!("hot --json {file}")).json()["selection"];
    assert_eq!(keys(selection), ["from_ns", "name", "threads", "to_ns", "transforms"]);
}

#[test]
fn leaks_are_told_as_text_markdown_and_json_and_fail_builds_until_dismissed() {
    let files = "leaks/plants-1.heapsnapshot.zst leaks/plants-2.heapsnapshot.zst \
                 leaks/plants-3.heapsnapshot.zst leaks/plants-4.heapsnapshot.zst";
    let folder = tempfile::tempdir().expect("a folder");
    let remembered = folder.path().join("dismissed.json");
    let line = format!("leaks --no-cache --dismissed {} {files}", remembered.display());
    let text = run(&line).fine();
    assert!(text.contains("`RequestRecord`") && text.contains("grew in every step"), "{text}");
    let report = run(&format!("{line} --json")).json();
    let suspects = report["suspects"].as_array().expect("suspects");
    let named = |it: &&serde_json::Value| it["class"] == "RequestRecord";
    let record = suspects.iter().find(named).expect("what was planted");
    assert_eq!((&record["count"], &record["verdict"]), (&120.into(), &"growing".into()));
    assert!(run(&format!("{line} --markdown")).fine().starts_with("# Leak report\n"));
    assert_eq!(run(&format!("{line} --fail-on-new")).code, 4);
    let all: String = (1..=suspects.len()).map(|it| format!(" --dismiss {it}")).collect();
    run(&format!("{line}{all}")).fine();
    assert_eq!(run(&format!("{line} --fail-on-new")).code, 0);
}

#[test]
fn every_key_of_rows_is_documented() {
    let file = "node-20/async-server.cpuprofile";
    for (command, path) in [
        ("functions", "/functions/0"),
        ("tree", "/nodes/0"),
        ("hot", "/hot_path/0"),
        ("hot", "/stacks/0"),
        ("hot", "/stacks/0/frames/0"),
        ("summary", ""),
        ("summary", "/time"),
        ("summary", "/categories/0"),
        ("summary", "/threads/0"),
        ("summary", "/garbage_collections"),
        ("tables", ""),
        ("tables", "/tables/0/columns/0"),
        ("check", ""),
        ("check", "/files/0"),
    ] {
        let report = run(&format!("{command} --json {file}")).json();
        let help = run(&format!("{command} --help")).fine();
        for key in keys(report.pointer(path).expect("something there")) {
            assert!(help.contains(key), "{key} of {path} is not in the help of {command}");
        }
    }
}

#[test]
fn check_tells_losses_by_its_exit_code() {
    let fine = Scratch::new("fine.cpuprofile", profile("main 3"));
    let text = profile("main > a 3");
    let lossy =
        Scratch::new("lossy.cpuprofile", text.replace("\"samples\":[3,", "\"samples\":[99,"));
    let wrong = Scratch::new("wrong.cpuprofile", "no profile");
    assert_eq!(run_on("check", &fine.file).code, 0);
    let found = run_on("check", &lossy.file);
    assert_eq!((found.code, found.err.as_str()), (3, ""));
    assert!(found.out.contains("opened with losses"), "{}", found.out);
    assert!(found.out.contains("  lost      1 "), "{}", found.out);
    assert!(run_on("check", &wrong.file).error().contains("wrong.cpuprofile"));

    // Of several the worst decides, wherever it stands; the others are still read.
    let mut all = crate::program::program();
    all.arg("check").args([&wrong.file, &lossy.file, &fine.file]);
    let all = crate::program::Run::from(all.output().expect("it starts"));
    assert_eq!(all.code, 2);
    assert!(all.out.contains("lossy.cpuprofile") && all.out.contains("fine.cpuprofile"));
    assert!(all.err.contains("wrong.cpuprofile"));
    let json = run_on("check --json", &wrong.file);
    let report: Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!((json.code, &report["files"][0]["status"]), (2, &Value::from("error")));

    // Other reports go on, and say once that numbers are too low.
    let report = run_on("functions", &lossy.file);
    assert_eq!(report.code, 0);
    assert!(report.err.contains("`asyncscope check` says what"), "{}", report.err);
}

#[test]
fn selections_are_worked_by_hand() {
    let scratch = Scratch::new("p.cpuprofile", profile("a > b 4\n a > c 2\n d > b 3\n (idle) 1"));
    let own = |options: &str, name: &str| -> Option<u64> {
        let report = run_on(&format!("functions --json {options}"), &scratch.file).json();
        let functions = report["functions"].as_array().expect("a list");
        let found = functions.iter().find(|it| it["function"] == name);
        found.map(|it| number(&it["self_ns"]) / 1000)
    };
    assert_eq!(own("", "b"), Some(7000));
    assert_eq!(own("--range 2.5ms..4500us", "b"), Some(1500));
    assert_eq!(own("--from 6ms", "b"), Some(3000));
    assert_eq!(own("--to 1ms", "b"), Some(1000));
    assert_eq!(own("--name d", "b"), Some(3000));
    assert_eq!(own("--name c,(idle)", "c"), Some(2000));
    assert_eq!(own("--name /^[cd]$/", "b"), Some(3000));
    assert_eq!(own("--hide d", "b"), Some(4000));
    assert_eq!(own("--merge b", "a"), Some(4000));
    assert_eq!(own("--merge b", "b"), None);
    assert_eq!(own("--focus a --merge c", "a"), Some(2000));
    assert_eq!(own("--thread 1", "b"), Some(7000));
}

#[test]
fn transforms_apply_in_the_order_in_which_they_are_written() {
    let scratch = Scratch::new("p.cpuprofile", profile("a > b > c 1\n c > b 2"));
    let sum = |options: &str| {
        let report = run_on(&format!("functions --json {options}"), &scratch.file).json();
        number(&report["sum_ns"])
    };
    // After the focus on b, the caller a is gone; hidden before, it takes its samples along.
    assert_eq!(sum("--focus b --hide a"), 3_000_000);
    assert_eq!(sum("--hide a --focus b"), 2_000_000);
}

#[test]
fn compared_heaps_as_a_table_add_up_to_what_devtools_says() {
    let heaps =
        "node-20/heap/leak-before.heapsnapshot.zst node-20/heap/leak-after.heapsnapshot.zst";
    let text = run(&format!("heap compare --no-cache --csv - {heaps}")).fine();
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().expect("a head").split(',').collect();
    let at = |name: &str| {
        // Names of classes may hold commas, so columns are counted from the end.
        head.iter().rev().position(|it| *it == name).unwrap_or_else(|| panic!("{name}: {head:?}"))
    };
    let rows: Vec<Vec<&str>> = lines.map(|it| it.rsplit(',').collect()).collect();
    let sum = |name: &str| -> i64 {
        rows.iter().map(|row| row[at(name)].parse::<i64>().expect("a number")).sum()
    };
    let truth = std::fs::read_to_string(samples().join("heap-truth.json")).expect("a file");
    let truth: Value = serde_json::from_str(&truth).expect("JSON");
    let totals = &truth["comparison"]["totals"];
    assert_eq!(sum("new_count").unsigned_abs(), number(&totals["added_count"]));
    assert_eq!(sum("freed_count").unsigned_abs(), number(&totals["removed_count"]));
    assert_eq!(sum("new_bytes").unsigned_abs(), number(&totals["added_size"]));
    assert_eq!(sum("freed_bytes").unsigned_abs(), number(&totals["removed_size"]));
    assert_eq!(sum("shallow_delta_bytes"), sum("new_bytes") - sum("freed_bytes"));
    let leaked = text.lines().find(|it| it.starts_with("LeakedOrder,")).expect("the leak");
    let cells: Vec<&str> = leaked.rsplit(',').collect();
    assert_eq!((cells[at("new_count")], cells[at("freed_count")]), ("300", "0"));
}

#[test]
fn a_table_never_replaces_a_compared_heap() {
    let sample = samples().join("node-20/heap/leak-after.heapsnapshot.zst");
    let before = std::fs::read(sample).expect("a file");
    let scratch = Scratch::new("heap.heapsnapshot", &before);
    let file = scratch.file.to_str().expect("UTF-8");
    let line = format!("heap compare --no-cache --csv {file} {file}");
    let error = run_on(&line, &scratch.file).error();
    assert!(error.contains("which would be lost"), "{error}");
    assert_eq!(std::fs::read(&scratch.file).expect("a file"), before);
}

#[test]
fn parts_of_the_time_add_up_to_all_requests() {
    for file in ["chromium-156/site.har", "chromium-156/site-trace.json.gz"] {
        let report = run(&format!("requests --json --over-time 7 {file}")).json();
        let parts = report["over_time"].as_array().expect("a list");
        let sum = |key: &str| parts.iter().map(|it| number(&it[key])).sum::<u64>();
        assert_eq!(parts.len(), 7, "{file}");
        assert_eq!(sum("started"), number(&report["totals"]["count"]), "{file}");
        assert_eq!(sum("failed"), number(&report["totals"]["failed"]), "{file}");
        assert_eq!(
            sum("transferred_bytes"),
            number(&report["totals"]["transferred_bytes"]),
            "{file}"
        );
        let most = parts.iter().map(|it| number(&it["most_at_once"])).max();
        assert_eq!(most, Some(number(&report["most_at_once"])), "{file}");
        let ends = parts.iter().map(|it| number(&it["end_ns"]));
        let starts = parts.iter().skip(1).map(|it| number(&it["start_ns"]));
        assert!(ends.zip(starts).all(|(end, start)| end == start), "{file}");
    }
}

#[test]
fn the_summary_of_a_har_is_about_its_requests() {
    let summary = run("summary --json chromium-156/site.har").json();
    let requests = run("requests --json --by type chromium-156/site.har").json();
    assert_eq!(summary["requests"]["totals"], requests["totals"]);
    assert_eq!(summary["requests"]["most_at_once"], requests["most_at_once"]);
    let types = summary["requests"]["by_type"].as_array().expect("a list");
    let count: u64 = types.iter().map(|it| number(&it["count"])).sum();
    assert_eq!(count, number(&requests["totals"]["count"]));
    let other = run("summary --json node-20/async-server.cpuprofile").json();
    assert!(other["requests"].is_null(), "of files that hold more it is silent");
}
