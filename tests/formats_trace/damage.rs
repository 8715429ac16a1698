//! Traces that were cut, never closed, or damaged.

use std::sync::Arc;

use asyncscope_core::error::ParseErrorKind;
use asyncscope_core::formats::chrome_trace::FORMAT;
use asyncscope_core::task::Task;
use asyncscope_core::warning::{Severity, Warnings};

use super::{list_of, only, parse, read, severities};

/// Four events, one per line.
const FOUR: &str = r#"
    "ph":"X","name":"one","ts":0,"dur":5,"args":{"a":[1,{"b":"}]"}]}
    "ph":"X","name":"two \" \\","ts":10,"dur":5
    "ph":"I","name":"three","ts":20
    "ph":"X","name":"four","ts":30,"dur":5,"args":{}
"#;

/// How many events of [`FOUR`] were kept.
fn n_kept(text: &str) -> usize {
    let (recording, _) = read(text);
    recording.spans.len() + recording.instants.time.len()
}

/// Where each event of `list` ends.
fn ends(list: &str) -> Vec<usize> {
    let mut ends: Vec<usize> = list.match_indices("},\n").map(|it| it.0 + 1).collect();
    ends.push(list.len() - 1);
    ends
}

#[test]
fn a_cut_list_keeps_every_whole_event() {
    let list = list_of(FOUR);
    let ends = ends(&list);
    assert_eq!(ends.len(), 4);
    for cut in 1..list.len() {
        let (recording, warnings) = parse(&list.as_bytes()[..cut]).unwrap();
        let n_whole = ends.iter().filter(|&&it| it <= cut).count();
        let n_read = recording.spans.len() + recording.instants.time.len();
        assert_eq!(n_read, n_whole, "cut at {cut}: {}", &list[..cut]);
        // Between two events, a list may just not be closed yet; inside one, something is missing.
        let rest = list[..cut].trim_end_matches([',', '\n']);
        let is_between = rest == "[" || ends.contains(&rest.len());
        let expected = if is_between { Severity::Repair } else { Severity::Loss };
        assert_eq!(only(&warnings).severity, expected, "cut at {cut}");
        assert_eq!(only(&warnings).offset, Some(cut as u64));
    }
}

#[test]
fn a_cut_object_keeps_every_whole_event() {
    let start = r#"{"metadata":{"source":"x"},"traceEvents":"#;
    let list = list_of(FOUR);
    let text = format!("{start}{list},\"displayTimeUnit\":\"ms\"}}");
    let ends: Vec<usize> = ends(&list).iter().map(|it| it + start.len()).collect();
    for cut in 0..text.len() {
        match parse(&text.as_bytes()[..cut]) {
            Ok((recording, warnings)) => {
                let n_whole = ends.iter().filter(|&&it| it <= cut).count();
                assert_eq!(recording.spans.len() + recording.instants.time.len(), n_whole);
                assert_eq!(only(&warnings).severity, Severity::Loss, "cut at {cut}");
                assert!(only(&warnings).what.contains("truncated"));
                assert_eq!(only(&warnings).offset, Some(cut as u64));
            }
            Err(error) => {
                assert!(cut <= start.len(), "cut at {cut}");
                assert!(error.is_unexpected_end(), "cut at {cut}: {error}");
            }
        }
    }
    assert_eq!(parse(text.as_bytes()).unwrap().1, []);
}

#[test]
fn both_forms_and_a_byte_order_mark_give_the_same() {
    let list = list_of(FOUR);
    for text in [
        list.clone(),
        format!("\u{feff}{list}"),
        format!("  {list}\r\n"),
        format!("{{\"traceEvents\":{list}}}"),
        format!("{{\"traceEvents\":{list},\"metadata\":{{\"a\":[1,2]}}}}"),
        format!("{{\"a\":null,\"metadata\":{{}},\"traceEvents\":{list}}}"),
    ] {
        let (recording, warnings) = read(&text);
        assert_eq!(warnings, [], "{text}");
        assert_eq!((recording.spans.len(), recording.instants.time.len()), (3, 1));
    }
}

#[test]
fn a_damaged_event_costs_only_itself() {
    let list = list_of(FOUR);
    for damage in [
        "null",
        "\"x\"",
        "7",
        "[{}]",
        "{}",
        r#"{"ph":"X","ts":"1","pid":1,"tid":1,"name":"x"}"#,
        r#"{"ph":"X","ts":1,"dur":NaN,"pid":1,"tid":1,"name":"x","args":{"y":[Infinity,"}"]}}"#,
        r#"{"ph":"X","ts":1,,"pid":1}"#,
        r#"{"ph":"X" "ts":1}"#,
        r#"{"ph":"X","ts":0x10}"#,
        r#"{"ph":"X","pid":18446744073709551616,"ts":1,"dur":1}"#,
    ] {
        for text in [
            list.replacen("},\n{", &format!("}},\n{damage},\n{{"), 1),
            // No line tells where the next event begins.
            list.replacen("},\n{", &format!("}},{damage},{{"), 1).replace('\n', " "),
        ] {
            let (recording, warnings) = read(&text);
            assert_eq!((recording.spans.len(), recording.instants.time.len()), (3, 1), "{text}");
            assert_eq!(severities(&warnings), [(Severity::Loss, 1)], "{damage}");
            let offset = usize::try_from(only(&warnings).offset.unwrap()).unwrap();
            let start = text.find(damage).unwrap();
            assert!((start..=start + damage.len()).contains(&offset), "{offset} in {text}");
        }
    }
}

#[test]
fn events_are_found_again_behind_damage() {
    let list = list_of(FOUR);
    let torn_text = list.replacen(r#"e","ts":0,"dur":5"#, "", 1).replacen("}]\"}]}},", "", 1);
    for (what, text, n_whole, n_lost) in [
        ("torn", list.replacen(r#","dur":5},"#, "", 1), 3, 1),
        ("torn inside a text", torn_text, 3, 1),
        ("garbage", list.replacen("},\n{", "},\n@@@ garbage\n{", 1), 4, 1),
        ("garbage twice", list.replacen("},\n{", "},\n@@@\n\0\0\0\n{", 2), 4, 2),
        ("an open bracket", list.replacen("},\n{", "},\n{\"a\":[[[\n{", 1), 4, 1),
        ("at the start", list.replacen('[', "[@@@\n", 1), 4, 1),
    ] {
        // Where the first event is damaged, only lines tell where the others begin.
        let is_first = what.starts_with("torn") || what == "at the start";
        for text in [text.clone(), text.replace('\n', " ")].iter().take(2 - usize::from(is_first)) {
            let (recording, warnings) = read(text);
            let n_read = recording.spans.len() + recording.instants.time.len();
            assert_eq!(n_read, n_whole, "{what}: {text}");
            assert_eq!(severities(&warnings), [(Severity::Loss, n_lost)], "{what}: {warnings:?}");
            assert!(only(&warnings).example.starts_with("line "), "{what}: {warnings:?}");
        }
    }
}

#[test]
fn arguments_are_not_taken_for_events() {
    // What stands in `args` begins like an event, but has no phase and time.
    let inner = r#"[{"pid":1,"tid":1},{"pid":2,"ph":"X"}]"#;
    let text = list_of(&format!(
        r#"
        "ph":"X","name":"one","ts":0,"dur":1
        "ph":"X","name":"two","ts":"bad","dur":1,"args":{inner}
        "ph":"X","name":"three","ts":2,"dur":1
        "#
    ));
    let (recording, warnings) = read(&text.replace('\n', ""));
    assert_eq!(recording.spans.len(), 2);
    assert_eq!(severities(&warnings), [(Severity::Loss, 1)]);
}

#[test]
fn behind_damage_the_rest_of_an_object_is_read_too() {
    let list = list_of(FOUR).replacen("},\n{", "},\n@@@\n{", 1).replace("}]", "}\n]");
    let text = format!(
        "{{\"traceEvents\":{list},\"metadata\":{{\"startTime\":\"1970-01-01T00:00:01Z\"}}}}"
    );
    let (recording, warnings) = read(&text);
    assert_eq!(recording.clock.unix_ns, Some(1_000_000_000));
    assert_eq!(severities(&warnings), [(Severity::Loss, 1)], "{text} {warnings:?}");
}

#[test]
fn missing_commas_are_put_right() {
    let text = list_of(FOUR).replace("},\n", "}\n");
    assert_eq!(n_kept(&text), 4);
    let (_, warnings) = read(&text);
    assert_eq!(only(&warnings).severity, Severity::Repair);
}

#[test]
fn what_cannot_be_found_again_is_said() {
    // The first event is damaged, and no line tells where the next begins.
    let text = list_of(FOUR).replace('\n', " ").replacen('[', "[@@@ ", 1);
    let (recording, warnings) = read(&text);
    assert!(recording.spans.is_empty());
    assert_eq!(only(&warnings).severity, Severity::Loss);
    assert_eq!(only(&warnings).offset, Some(text.find('@').unwrap() as u64));
}

#[test]
fn text_after_the_end_is_reported() {
    for tail in ["garbage", "\0\0\0", "]", "[{\"ph\":\"I\"}]"] {
        let text = format!("{}\n{tail}", list_of(FOUR));
        let (recording, warnings) = read(&text);
        assert_eq!(recording.spans.len(), 3);
        let warning = only(&warnings);
        assert_eq!(warning.severity, Severity::Loss);
        assert_eq!(warning.offset, Some((text.len() - tail.len()) as u64));
    }
}

#[test]
fn a_second_list_of_events_is_left_out_and_said() {
    let list = list_of(FOUR);
    let (recording, warnings) = read(&format!(r#"{{"traceEvents":{list},"traceEvents":{list}}}"#));
    assert_eq!(recording.spans.len(), 3);
    assert_eq!(only(&warnings).severity, Severity::Loss);
}

#[test]
fn what_is_no_list_of_events_is_an_error_with_its_place() {
    for (text, expected, offset) in [
        (r#"{"traceEvents":null}"#, "expected an array for `traceEvents`, found `null`", 15),
        (r#"{"traceEvents":{}}"#, "expected an array for `traceEvents`, found an object", 15),
        (r#"{"metadata":{}}"#, "`traceEvents` is missing", 0),
        (r#"{"metadata":{},}"#, "expected a key in double quotes", 15),
        ("7", "expected a list of events or an object that holds one, found the number 7", 0),
    ] {
        let error = parse(text.as_bytes()).unwrap_err();
        assert_eq!(error.offset, offset, "{text}");
        assert!(error.to_string().starts_with(expected), "{text}: {error}");
    }
}

#[test]
fn a_cancel_is_seen() {
    let lines: Vec<String> =
        (0..2_000).map(|it| format!(r#""ph":"X","name":"n","ts":{it},"dur":1"#)).collect();
    let task = Arc::new(Task::default());
    task.cancel();
    let text = list_of(&lines.join("\n"));
    let error = (FORMAT.parse)(text.as_bytes(), &task, &Warnings::default()).unwrap_err();
    assert_eq!(error.kind, ParseErrorKind::Cancelled);
}

#[test]
fn progress_ends_at_the_size_of_the_file() {
    let task = Task::default();
    let text = format!("{{\"traceEvents\":{},\"a\":[1]}}  ", list_of(FOUR));
    (FORMAT.parse)(text.as_bytes(), &task, &Warnings::default()).unwrap();
    assert_eq!(task.done(), text.len() as u64);
}
