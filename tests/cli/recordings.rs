//! What the commands say of recordings of our own recorder.

use serde_json::json;

use crate::program::{Scratch, run, run_on};

/// An event with the members that all have.
fn event(members: &str) -> String {
    format!(r#"{{"pid":1,"tid":1,{members}}}"#)
}

/// A recording of 1 s, worked by hand: three operations `work` of 10, 20 and 30 ms, the second of
/// which fails, and one that never ends; memory at three moments; two classes of tracked objects.
fn recording() -> Scratch {
    let mut events = vec![event(
        r#""ph":"M","name":"asyncscope_recording","ts":0,"args":{"version":1,"minReader":1,"node":"20","isMainThread":true,"unixUs":5000000}"#,
    )];
    for (n, start, length) in [(1, 0, 10_000), (2, 5_000, 20_000), (3, 50_000, 30_000)] {
        let same = format!(r#""cat":"blink.user_timing","name":"=work","id":"1.{n}""#);
        events.push(event(&format!(r#""ph":"b","ts":{start},{same},"args":{{"kind":"op"}}"#)));
        let (end, ok) = (start + length, n != 2);
        events.push(event(&format!(r#""ph":"e","ts":{end},{same},"args":{{"ok":{ok}}}"#)));
    }
    events.push(event(
        r#""ph":"b","cat":"blink.user_timing","name":"never","id":"1.4","ts":60000,"args":{"kind":"op","parent":"1.3"}"#,
    ));
    for (ts, rss, used) in [(0, 1_000, 100), (500_000, 2_000, 150), (1_000_000, 3_000, 200)] {
        events.push(event(&format!(
            r#""ph":"C","cat":"asyncscope","name":"memory","ts":{ts},"args":{{"rss":{rss},"heapTotal":400,"heapUsed":{used},"external":50,"arrayBuffers":10}}"#
        )));
    }
    for n in 0..8 {
        let at = n * 100_000;
        for (name, size) in [("Leak", 10), ("Fine", 1)] {
            let same = format!(r#""cat":"asyncscope.tracked","name":"{name}","id":"{name}{n}""#);
            events.push(event(&format!(r#""ph":"N","ts":{at},{same},"args":{{"size":{size}}}"#)));
            if name == "Fine" {
                events.push(event(&format!(r#""ph":"D","ts":{},{same}"#, at + 90_000)));
            }
        }
        events.push(event(&format!(
            r#""ph":"X","cat":"v8","name":"MajorGC","ts":{},"dur":5000,"args":{{"usedHeapSizeBefore":300,"usedHeapSizeAfter":100}}"#,
            at + 80_000
        )));
    }
    for (n, ts, used) in [(0, 100_000, 120), (1, 900_000, 190)] {
        events.push(event(&format!(
            r#""ph":"I","cat":"asyncscope","name":"heapSnapshot","ts":{ts},"args":{{"generation":{n},"memoryUsage":{{"heapUsed":{used},"heapTotal":400}},"file":"x-{n}.heapsnapshot","pauseUs":7}}"#
        )));
    }
    events.push(event(
        r#""ph":"C","cat":"asyncscope","name":"event loop delay us","ts":990000,"args":{"p50":10,"p99":20,"max":3000}"#,
    ));
    events.push(event(
        r#""ph":"M","name":"asyncscope_end","ts":1000000,"args":{"reason":"exit","code":0,"lost":0}"#,
    ));
    Scratch::new("small.asyncscope.json", format!("[\n{}\n]", events.join(",\n")))
}

#[track_caller]
fn head(table: &str, expected: &str) {
    let text = run_on(&format!("export --table {table}"), &recording().file).fine();
    assert_eq!(text.lines().next().unwrap_or_default(), expected);
}

#[test]
fn tables_have_the_columns_that_others_rely_on() {
    head(
        "operations",
        "name,kind,count,failed,unfinished,avg_ns,min_ns,p50_ns,p95_ns,p99_ns,max_ns,total_ns,max_concurrency",
    );
    head("tracked", "name,created,collected,alive,alive_bytes,verdict");
    head(
        "memory",
        "time_ns,pid,process,rss_bytes,heap_total_bytes,heap_used_bytes,external_bytes,array_buffers_bytes,rest_bytes",
    );
    head(
        "gc",
        "start_ns,duration_ns,pid,process,tid,thread,kind,used_before_bytes,used_after_bytes,freed_bytes",
    );
    head(
        "event-loop",
        "time_ns,pid,process,tid,thread,delay_p50_ns,delay_p99_ns,delay_max_ns,utilization,cpu_user_ns,cpu_system_ns",
    );
}

#[track_caller]
fn rows(line: &str, expected: &[&str]) {
    let text = run_on(line, &recording().file).fine();
    assert_eq!(text.lines().skip(1).collect::<Vec<_>>(), expected);
}

#[test]
fn tables_hold_the_numbers_worked_by_hand() {
    rows(
        "export --table operations",
        &[
            "'=work,op,3,1,0,20000000,10000000,20000000,30000000,30000000,30000000,60000000,2",
            "never,op,1,0,1,,,,,,,,1",
        ],
    );
    rows(
        "export --table memory --from 500ms",
        &["500000000,1,,2000,400,150,50,10,1550", "1000000000,1,,3000,400,200,50,10,2550"],
    );
    rows("export --table tracked", &["Leak,8,0,8,80,growing", "Fine,8,8,0,0,collected"]);
    rows("export --table gc --top 1", &["80000000,5000000,1,,1,Thread 1,major,300,100,200"]);
    rows("export --table event-loop", &["990000000,1,,1,Thread 1,10000,20000,3000000,,,"]);
    rows(
        "export --table operation-instances --name never",
        &["60000000,,,,,,1,,1,Thread 1,never,op,1.4,1.3,,,,,,"],
    );
}

#[test]
fn reports_say_n_and_mark_what_few_tell() {
    let text = run_on("operations", &recording().file).fine();
    assert!(text.contains("=work      op        3       1           -  3  20.0"), "{text}");
    assert!(text.contains("~30.0"), "{text}");
    let report = run_on("operations --json --top 1", &recording().file).json();
    assert_eq!((&report["method"], &report["total_rows"]), (&json!("nearest_rank"), &json!(2)));
    let row = &report["operations"][0];
    assert_eq!((&row["n"], &row["p99_is_weak"]), (&json!(3), &json!(true)));
    // The third has a part that never ended, from its 10th to its 30th millisecond.
    assert_eq!(row["self_ns"], json!(40_000_000));
}

#[test]
fn memory_has_slopes_and_compares_snapshots() {
    let report = run_on("memory --json --compare 0 1", &recording().file).json();
    let rss = &report["processes"][0]["fields"][0];
    assert_eq!((&rss["field"], &rss["delta_bytes"]), (&json!("rss"), &json!(2_000)));
    // 2000 bytes in a second.
    let slope = rss["slope_bytes_per_minute"].as_f64().expect("a number");
    assert!((slope - 120_000.0).abs() < 1e-6, "{slope}");
    assert_eq!(report["garbage_collections"]["freed_bytes"], json!(1_600));
    assert_eq!(report["event_loop"]["delay_max_ns"], json!(3_000_000));
    assert_eq!(report["snapshots"][1]["heap_used_delta_bytes"], json!(70));
    assert_eq!(report["snapshots"][1]["file_exists"], json!(false));
    let comparison = &report["comparison"];
    assert_eq!(comparison["heap_used_bytes"], json!(70));
    assert_eq!(comparison["time_ns"], json!(800_000_000));
    let wrong = run_on("memory --compare 0 9", &recording().file).error();
    assert!(wrong.contains("Invalid snapshot generation"), "{wrong}");
    let text = run_on("memory", &recording().file).fine();
    assert!(text.contains("x-1.heapsnapshot (not beside the recording)"), "{text}");
}

#[test]
fn tracked_says_what_grows_and_why() {
    let text = run_on("tracked", &recording().file).fine();
    assert!(text.contains("perhaps a leak"), "{text}");
    let report = run_on("tracked --json", &recording().file).json();
    let leak = &report["tracked"][0];
    assert_eq!((&leak["name"], &leak["verdict"]), (&json!("Leak"), &json!("growing")));
    let survived: Vec<_> = leak["generations"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|it| it["survived"].clone())
        .collect();
    assert_eq!(survived.iter().filter_map(serde_json::Value::as_u64).sum::<u64>(), 8);
}

#[test]
fn a_folder_is_one_recording_and_files_are_put_together() {
    let folder = run("summary --json node-20/workers").json();
    let threads = folder["threads"].as_array().expect("threads");
    assert_eq!(threads.len(), 3);
    assert_eq!(threads[1]["thread"], json!("worker-1"));
    let line = "summary --json node-20/workers/main.cpuprofile --with node-20/workers/worker-1.cpuprofile --with node-20/workers/worker-2.cpuprofile";
    assert_eq!(run(line).json()["duration_ns"], folder["duration_ns"]);
    // By hand: the second begins a second after the first.
    let other = recording();
    let file = other.file.to_str().expect("UTF-8");
    let line = format!("operations --json {file} --with {file} --align 1s");
    let report = run(&line).json();
    assert_eq!(report["operations"][0]["count"], json!(6));
    assert_eq!(report["selection"]["to_ns"], json!(2_000_000_000));
    let wrong = run(&format!("operations {file} --with {file} --align soon")).error();
    assert!(wrong.contains("expected auto, clock, wall or a time"), "{wrong}");
}

#[test]
fn leaks_of_a_recording_are_told_with_and_without_snapshots() {
    let scratch = Scratch::new("unused", "");
    let remembered = scratch.folder().join("dismissed.json");
    let recording = "recordings/leaky-server.asyncscope.json.gz";
    let line = format!("leaks --no-cache --dismissed {} {recording}", remembered.display());
    let report = run(&format!("{line} --json")).json();
    let tracked = report["recording"]["tracked"].as_array().expect("a list");
    let suspects: Vec<_> =
        tracked.iter().filter(|it| it["suspect"] == true).map(|it| &it["class"]).collect();
    assert_eq!(suspects, ["Session"]);
    assert_eq!(tracked[0]["alive_bytes"], 645_120);
    let text = run(&line).fine();
    assert!(text.contains("1. 315 of 315 tracked `Session` are alive"), "{text}");
    assert!(text.contains("Left alone in the recording"), "{text}");
    let markdown = run(&format!("{line} --markdown")).fine();
    assert!(markdown.starts_with("# Leak report\n"), "{markdown}");
    assert!(markdown.contains("## 1. 315 of 315 tracked `Session`"), "{markdown}");
    // One snapshot beside it: its suspects come first, and numbers go on.
    let snapshot = "leaks/plants-4.heapsnapshot.zst";
    let both = run(&format!("{line} {snapshot} --json")).json();
    assert_eq!(both["recording"]["tracked"], report["recording"]["tracked"]);
    assert_ne!(both["suspects"], json!([]));
    let n = both["suspects"].as_array().expect("a list").len();
    let text = run(&format!("{line} {snapshot}")).fine();
    assert!(text.contains(&format!("\n{}. 315 of 315 tracked `Session`", n + 1)), "{text}");
    let n_all = report["recording"]["memory"].as_array().expect("a list");
    let n_all = 1 + n_all.iter().filter(|it| it["suspect"] == true).count();
    assert_eq!(run(&format!("{line} --fail-on-new")).code, 4);
    let all: Vec<String> = (1..=n_all).map(|it| format!("--dismiss {it}")).collect();
    assert_eq!(run(&format!("{line} {}", all.join(" "))).code, 0);
    assert_eq!(run(&format!("{line} --fail-on-new")).code, 0);
    let error = run(&format!("{line} --dismiss 99")).error();
    assert!(error.contains("there is no suspect 99"), "{error}");
    let error = run("leaks --no-cache node-20/async-server.cpuprofile").error();
    assert!(error.contains("a recording with tracked objects or memory"), "{error}");
}
