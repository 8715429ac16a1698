//! Recordings of our own recorder, written as short lines.

use asyncscope_core::formats::chrome_trace::FORMAT;
use asyncscope_core::model::Recording;
use asyncscope_core::task::Task;
use asyncscope_core::warning::{Severity, Warnings};

/// The header of the main thread of process 1, at 0 µs.
pub const HEADER: &str = r#"{"ph":"M","cat":"__metadata","name":"asyncscope_recording","ts":0,"pid":1,"tid":1,"args":{"format":"asyncscope-recording","version":1,"minReader":1,"runtime":"node","node":"v20.20.2","v8":"11.3","platform":"linux","arch":"x64","ppid":7,"threadId":0,"isMainThread":true,"argv":["node","app.js"],"cwd":"/app","unixUs":1000000000}}"#;

/// The end of the main thread of process 1, at 1 000 000 µs.
pub const END: &str = r#"{"ph":"M","cat":"__metadata","name":"asyncscope_end","ts":1000000,"pid":1,"tid":1,"args":{"reason":"exit","code":0,"bytes":1,"lost":0}}"#;

/// Reads a recording of events, one per line and written short:
///
/// ```text
/// b 10 1.1 handle kind=op              an operation begins, at 10 µs
/// b 20 1.2 query kind=db parent=1.1    one within it
/// e 30 1.2 query ok=true               it ends
/// tid 1001                             the lines that follow are of another thread of process 1
/// C 40 memory {"rss":5}                values of a counter
/// N 50 1.9 Session {"size":100}        a tracked object; D is its collection
/// X 60 5 MajorGC {"usedHeapSizeBefore":9,"usedHeapSizeAfter":4}
/// I 70 heapSnapshot {"generation":0}   a moment
/// ```
///
/// A header and an end of the main thread stand around them.
pub fn recorded(lines: &str) -> Recording {
    let text = file_of(lines);
    let warnings = Warnings::default();
    let read = (FORMAT.parse)(text.as_bytes(), &Task::default(), &warnings);
    let mut recording = read.unwrap_or_else(|error| panic!("{error}\n{text}"));
    recording.warnings = warnings.into_vec();
    let losses = recording.warnings.iter().filter(|it| it.severity == Severity::Loss);
    assert_eq!(losses.count(), 0, "{:?}\n{text}", recording.warnings);
    recording
}

/// The text of a recording of these events.
pub fn file_of(lines: &str) -> String {
    let events = lines.lines().map(str::trim).filter(|it| !it.is_empty());
    let mut tid = "1".to_owned();
    let mut text = format!("[\n{HEADER},\n");
    for line in events {
        match line.strip_prefix("tid ") {
            Some(other) => other.trim().clone_into(&mut tid),
            None => text += &format!("{},\n", event(line, &tid)),
        }
    }
    text + END + "\n]"
}

fn event(line: &str, tid: &str) -> String {
    let (phase, rest) = line.split_once(' ').expect("a phase");
    let (ts, rest) = rest.split_once(' ').expect("a time");
    let head = format!(r#"{{"ph":"{phase}","ts":{ts},"pid":1,"tid":{tid}"#);
    match phase {
        "b" | "e" => {
            let mut words = rest.split(' ');
            let (id, name) = (words.next().expect("an id"), words.next().expect("a name"));
            let args: Vec<String> = words.map(argument).collect();
            let args = args.join(",");
            format!(
                r#"{head},"cat":"blink.user_timing","name":"{name}","id":"{id}","args":{{{args}}}}}"#
            )
        }
        "N" | "D" => {
            let (id, rest) = rest.split_once(' ').expect("an id");
            let (name, args) = rest.split_once(' ').unwrap_or((rest, "{}"));
            format!(
                r#"{head},"cat":"asyncscope.tracked","name":"{name}","id":"{id}","args":{args}}}"#
            )
        }
        "X" => {
            let (dur, rest) = rest.split_once(' ').expect("a duration");
            let (name, args) = rest.split_once(' ').unwrap_or((rest, "{}"));
            format!(
                r#"{head},"dur":{dur},"cat":"devtools.timeline,v8","name":"{name}","args":{args}}}"#
            )
        }
        "P" => {
            let (name, args) = rest.split_once(' ').expect("a name");
            format!(r#"{head},"cat":"v8","id":"1.0","name":"{name}","args":{args}}}"#)
        }
        _ => {
            let (name, args) = match rest.find('{') {
                Some(at) => (rest[..at].trim(), &rest[at..]),
                None => (rest, "{}"),
            };
            format!(r#"{head},"cat":"asyncscope","name":"{name}","args":{args}}}"#)
        }
    }
}

/// `parent=1.1` as a member; what is no number, word of JSON or object is a text.
fn argument(word: &str) -> String {
    let (name, value) = word.split_once('=').expect("a member");
    let is_plain = value.starts_with(['{', '['])
        || matches!(value, "true" | "false" | "null")
        || name != "parent" && value.parse::<f64>().is_ok();
    if is_plain { format!(r#""{name}":{value}"#) } else { format!(r#""{name}":"{value}""#) }
}
