//! Asynchronous spans.

use asyncscope_core::model::Recording;
use asyncscope_core::warning::Severity;

use super::{micros, only, read_events};

/// `name#id start..end`, and the process and thread where it began.
fn draw(recording: &Recording) -> Vec<String> {
    let spans = &recording.async_spans;
    let line = |span| {
        let range = spans.range(span);
        let open = if spans.is_open[span] { " open" } else { "" };
        let (name, id) = (recording.text(spans.name[span]), recording.text(spans.id[span]));
        let pid = recording.processes.pid[spans.process[span]];
        let tid = recording.threads.tid[spans.thread[span]].unwrap_or(0);
        format!("{name}#{id} {}..{}{open} {pid}/{tid}", micros(range.start), micros(range.end))
    };
    spans.indices().map(line).collect()
}

#[test]
fn begin_and_end_share_group_name_and_id() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"b","name":"a","ts":0,"id":"0x1"
        "ph":"b","name":"a","ts":1,"id":"0x2"
        "ph":"b","name":"b","ts":2,"id":"0x1"
        "ph":"b","name":"a","ts":3,"id":"0x1","cat":"d"
        "ph":"e","name":"a","ts":4,"id":"0x1"
        "ph":"e","name":"b","ts":5,"id":"0x1"
        "ph":"e","name":"a","ts":6,"id":"0x1","cat":"d","tid":9
        "ph":"e","name":"a","ts":7,"id":"0x2"
        "#,
    );
    assert_eq!(warnings, []);
    assert_eq!(
        draw(&recording),
        ["a#0x1 0..4 1/1", "a#0x2 1..7 1/1", "b#0x1 2..5 1/1", "a#0x1 3..6 1/1"]
    );
    let groups = recording.async_spans.group.iter().map(|&it| recording.text(it));
    assert_eq!(groups.collect::<Vec<_>>(), ["c", "c", "c", "d"]);
}

#[test]
fn the_youngest_begin_ends_first() {
    let (recording, _) = read_events(
        r#"
        "ph":"b","name":"a","ts":0,"id":1
        "ph":"b","name":"a","ts":1,"id":1
        "ph":"e","name":"a","ts":3,"id":1
        "ph":"e","name":"a","ts":8,"id":1
        "ph":"b","name":"a","ts":9,"id":1
        "ph":"e","name":"a","ts":9,"id":1
        "#,
    );
    assert_eq!(draw(&recording), ["a#1 0..8 1/1", "a#1 1..3 1/1", "a#1 9..9 1/1"]);
}

#[test]
fn events_are_paired_in_order_of_time() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"e","name":"a","ts":7,"id":0
        "ph":"b","name":"a","ts":5,"id":0
        "#,
    );
    assert_eq!(warnings, []);
    assert_eq!(draw(&recording), ["a#0 0..2 1/1"]);
}

#[test]
fn local_ids_mean_something_only_in_their_process() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"b","name":"local","ts":0,"id2":{"local":"0x1"}
        "ph":"b","name":"local","ts":1,"id2":{"local":"0x1"},"pid":2
        "ph":"b","name":"global","ts":2,"id2":{"global":"0x1"}
        "ph":"b","name":"plain","ts":3,"id":"0x1"
        "ph":"e","name":"local","ts":4,"id2":{"local":"0x1"}
        "ph":"e","name":"local","ts":5,"id2":{"local":"0x1"},"pid":2
        "ph":"e","name":"global","ts":6,"id2":{"global":"0x1"},"pid":2
        "ph":"e","name":"plain","ts":7,"id":"0x1","pid":2
        "#,
    );
    assert_eq!(warnings, []);
    assert_eq!(
        draw(&recording),
        ["local#0x1 0..4 1/1", "local#0x1 1..5 2/1", "global#0x1 2..6 1/1", "plain#0x1 3..7 1/1"]
    );
}

#[test]
fn a_scope_is_part_of_the_id() {
    let (recording, _) = read_events(
        r#"
        "ph":"b","name":"a","ts":0,"id":"1","scope":"s"
        "ph":"b","name":"a","ts":1,"id":"1"
        "ph":"e","name":"a","ts":2,"id":"1","scope":"s"
        "#,
    );
    assert_eq!(draw(&recording), ["a#1 0..2 1/1", "a#1 1..2 open 1/1"]);
}

#[test]
fn the_older_phases_mean_the_same() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"S","name":"a","ts":0,"id":"1a"
        "ph":"T","name":"a","ts":1,"id":"1a","args":{"step":"X"}
        "ph":"p","name":"a","ts":2,"id":"1a","args":{}
        "ph":"F","name":"a","ts":4,"id":"1a","pid":3
        "ph":"n","name":"n","ts":5,"id":"1a"
        "#,
    );
    assert_eq!(warnings, []);
    assert_eq!(draw(&recording), ["a#1a 0..4 1/1"]);
    let steps = recording.instants.name.iter().map(|&it| recording.text(it));
    assert_eq!(steps.collect::<Vec<_>>(), ["a: X", "a", "n"]);
}

#[test]
fn unfinished_spans_are_open_and_lone_ends_are_counted() {
    let (recording, warnings) = read_events(
        r#"
        "ph":"b","name":"a","ts":1,"id":"0x1"
        "ph":"e","name":"a","ts":3,"id":"0x2"
        "ph":"F","name":"a","ts":4,"id":"0x3"
        "ph":"X","name":"x","ts":5,"dur":6
        "#,
    );
    assert_eq!(draw(&recording), ["a#0x1 0..10 open 1/1"]);
    assert_eq!((only(&warnings).severity, only(&warnings).count), (Severity::Skipped, 2));
}
