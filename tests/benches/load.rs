//! How fast files are read: `cargo bench --bench load [-- FILE...]`.
//!
//! Without files it makes a CPU profile and a trace of its own; with files it reads those.

mod timing;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use asyncscope_core::load::{LoadOptions, load};
use asyncscope_core::task::Task;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut files: Vec<PathBuf> =
        std::env::args_os().skip(1).filter(|it| it != "--bench").map(PathBuf::from).collect();
    if files.is_empty() {
        files = vec![folder.path().join("profile.cpuprofile"), folder.path().join("trace.json")];
        std::fs::write(&files[0], cpu_profile(20_000, 3_000_000)).expect("written");
        std::fs::write(&files[1], trace(200_000)).expect("written");
    }
    for file in &files {
        bench(file);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn bench(file: &Path) {
    let bytes = std::fs::metadata(file).expect("a file").len();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = format!("load/{name}_{}_mb", bytes / 1_000_000);
    timing::time(name, (bytes as f64, "B"), 5, || {
        load(file, &LoadOptions::default(), &Task::default()).expect("a readable file")
    });
}

/// A profile with stacks up to 40 deep; neighbouring samples are alike, as in real ones.
fn cpu_profile(nodes: usize, samples: usize) -> String {
    let mut text = String::from("{\"nodes\":[");
    text += r#"{"id":1,"callFrame":{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},"hitCount":0,"children":[2]}"#;
    for id in 2..=nodes {
        let children = if id % 40 == 0 { "" } else { &format!(",\"children\":[{}]", id + 1) };
        let children = if id == 2 {
            let chains: Vec<String> = (1..nodes / 40).map(|it| (it * 40 + 1).to_string()).collect();
            format!(",\"children\":[3,{}]", chains.join(","))
        } else {
            children.to_owned()
        };
        write!(
            text,
            r#",{{"id":{id},"callFrame":{{"functionName":"function{}","scriptId":"{}","url":"file:///app/module{}.js","lineNumber":{},"columnNumber":7}},"hitCount":3{children},"positionTicks":[{{"line":{},"ticks":3}}]}}"#,
            id % 5_000, id % 90, id % 90, id % 700, id % 700 + 1,
        )
        .expect("text");
    }
    text += "],\"startTime\":1000000,\"endTime\":301000000,\"samples\":[";
    for i in 0..samples {
        let comma = if i == 0 { "" } else { "," };
        write!(text, "{comma}{}", 2 + (i / 7 * 31) % (nodes - 2)).expect("text");
    }
    text += "],\"timeDeltas\":[";
    for i in 0..samples {
        let comma = if i == 0 { "" } else { "," };
        write!(text, "{comma}{}", 90 + i % 23).expect("text");
    }
    text + "]}"
}

/// A trace of nested events with arguments, in the key order of Chrome.
fn trace(events: usize) -> String {
    let mut text = String::from("{\"traceEvents\":[\n");
    for i in 0..events {
        let (outer, inner) = (i / 5, i % 5);
        let start = 1_000_000 + outer * 500 + inner * 90;
        let name = ["RunTask", "FunctionCall", "v8.compile", "Layout", "Paint"][inner];
        let length = if inner == 0 { 480 } else { 80 };
        let comma = if i == 0 { "" } else { ",\n" };
        write!(
            text,
            r#"{comma}{{"args":{{"data":{{"columnNumber":12,"frame":"4F3A","functionName":"work{}","lineNumber":{},"scriptId":"{}","url":"http://localhost/app.js"}}}},"cat":"devtools.timeline","dur":{length},"name":"{name}","ph":"X","pid":{},"tid":{},"ts":{start}}}"#,
            i % 97, i % 500, i % 9, 100 + i % 2, 200 + i % 2,
        )
        .expect("text");
    }
    text + "\n]}"
}
