//! CPU profiles inside traces.

use asyncscope_core::model::Recording;
use asyncscope_core::units::Nanos;
use asyncscope_core::warning::Severity;

use super::{only, read, read_events, severities};

/// `tid: time stack …` of every profile, in microseconds; stacks from the outermost inwards.
fn draw(recording: &Recording) -> Vec<String> {
    let line = |profile: &asyncscope_core::model::Profile| {
        let samples = &profile.samples;
        let sample = |row: usize| {
            let path = samples.stacks()[row].map_or_else(Vec::new, |stack| {
                let path = recording.stacks.path(stack);
                let name = |it| recording.frame_name(recording.stacks.frame(it));
                path.map(name).collect::<Vec<_>>()
            });
            let stack: Vec<&str> = path.into_iter().rev().collect();
            format!("{} {}", super::micros(samples.times()[row]), stack.join(">"))
        };
        let tid = recording.threads.tid[profile.thread].unwrap_or(0);
        let all: Vec<String> = (0..samples.len()).map(sample).collect();
        format!("{tid}: {} | {}", all.join(", "), super::micros(samples.range().end))
    };
    recording.profiles.iter().map(line).collect()
}

/// Call frames of the nodes below.
const ROOT: &str = r#"{"id":1,"callFrame":{"functionName":"(root)","scriptId":0}}"#;
const A: &str = r#"{"id":2,"parent":1,"callFrame":{"functionName":"a","scriptId":3,"url":"x.js","lineNumber":4,"columnNumber":0}}"#;
const B: &str = r#"{"id":3,"parent":2,"callFrame":{"functionName":"b","scriptId":3,"url":"x.js","lineNumber":9,"columnNumber":2}}"#;

fn chunk(nodes: &str, samples: &str, deltas: &str) -> String {
    format!(
        r#""args":{{"data":{{"cpuProfile":{{"nodes":[{nodes}],"samples":[{samples}]}},"timeDeltas":[{deltas}]}}}},"ph":"P","name":"ProfileChunk""#
    )
}

#[test]
fn chunks_belong_to_the_profile_of_their_process_and_id() {
    let nodes = format!("{ROOT},{A}");
    let lines = [
        r#""ph":"P","name":"Profile","id":"0x1","tid":10,"ts":1000,"args":{"data":{"startTime":990}}"#.to_owned(),
        // The same id in another process is another profile.
        r#""ph":"P","name":"Profile","id":"0x1","pid":2,"tid":20,"ts":1000,"args":{"data":{}}"#.to_owned(),
        // Chunks come from another thread, here 99; the second names no node of its own.
        chunk(&nodes, "2,2", "5,10") + r#","id":"0x1","tid":99,"ts":1020"#,
        chunk(B, "3", "10") + r#","id":"0x1","tid":99,"ts":1040"#,
        chunk(&nodes, "2", "7") + r#","id":"0x1","pid":2,"tid":99,"ts":1030"#,
        chunk("", "2", "10") + r#","id":"0x1","tid":99,"ts":1050"#,
    ];
    let (recording, warnings) = read_events(&lines.join("\n"));
    assert_eq!(warnings, []);
    // Deltas count from the `ts` of the `Profile` event, which is the origin here. The last sample
    // lasts an average interval: (35 - 5) / 3 = 10; a lone one lasts no time.
    assert_eq!(draw(&recording), ["10: 5 a, 15 a, 25 a>b, 35 a | 45", "20: 7 a | 7"]);
    assert_eq!(recording.duration, Nanos(50_000));
}

#[test]
fn lines_count_from_0_in_call_frames_and_from_1_in_samples() {
    let chunk = format!(
        r#""args":{{"data":{{"columns":[1,1],"cpuProfile":{{"nodes":[{ROOT},{A}],"samples":[2,2]}},"lines":[5,7],"timeDeltas":[1,1]}}}},"ph":"P","name":"ProfileChunk","id":"0x1","ts":9"#
    );
    let profile = r#""ph":"P","name":"Profile","id":"0x1","ts":0,"args":{}"#;
    let (recording, warnings) = read_events(&format!("{profile}\n{chunk}"));
    assert_eq!(warnings, []);
    let frame = recording.frames.indices().find(|&it| recording.frame_name(it) == "a").unwrap();
    assert_eq!(recording.frame_place(frame), "x.js:5:1");
    let profile = &recording.profiles.as_slice()[0];
    let ticks: Vec<(u32, u64)> =
        profile.line_ticks.iter().map(|it| (it.line.get(), it.ticks)).collect();
    assert_eq!(ticks, [(5, 1), (7, 1)]);
}

#[test]
fn pieces_come_in_any_order() {
    let lines = [
        chunk(B, "3", "10") + r#","id":"0x1","ts":40"#,
        chunk(&format!("{ROOT},{A}"), "2", "5") + r#","id":"0x1","ts":20"#,
        r#""ph":"P","name":"Profile","id":"0x1","ts":20,"args":{"data":{}}"#.to_owned(),
    ];
    let (recording, warnings) = read_events(&lines.join("\n"));
    assert_eq!(warnings, []);
    assert_eq!(draw(&recording), ["1: 5 a, 15 a>b | 25"]);
}

#[test]
fn an_id_may_be_used_again() {
    let nodes = format!("{ROOT},{A}");
    let lines = [
        r#""ph":"P","name":"Profile","id":"0x1","ts":0,"args":{"data":{}}"#.to_owned(),
        chunk(&nodes, "2,2", "1,1") + r#","id":"0x1","ts":5"#,
        r#""ph":"P","name":"Profile","id":"0x1","ts":10,"args":{"data":{}}"#.to_owned(),
        chunk(&nodes, "2,2", "2,2") + r#","id":"0x1","ts":15"#,
    ];
    let (recording, warnings) = read_events(&lines.join("\n"));
    assert_eq!(warnings, []);
    assert_eq!(draw(&recording), ["1: 1 a, 2 a | 3", "1: 12 a, 14 a | 16"]);
}

#[test]
fn samples_that_go_back_in_time_are_sorted() {
    let lines = [
        r#""ph":"P","name":"Profile","id":"0x1","ts":0,"args":{"data":{}}"#.to_owned(),
        chunk(&format!("{ROOT},{A},{B}"), "2,3,2", "10,10,-5") + r#","id":"0x1","ts":5"#,
    ];
    let (recording, warnings) = read_events(&lines.join("\n"));
    assert_eq!((only(&warnings).severity, only(&warnings).count), (Severity::Repair, 1));
    assert_eq!(draw(&recording), ["1: 10 a, 15 a, 20 a>b | 25"]);
}

#[test]
fn samples_belong_to_the_time_of_the_recording() {
    // The first sample was taken before any event.
    let lines = [
        r#""ph":"P","name":"Profile","id":"0x1","ts":100,"args":{"data":{}}"#.to_owned(),
        chunk(&format!("{ROOT},{A}"), "2,2", "-40,10") + r#","id":"0x1","ts":110"#,
    ];
    let (recording, _) = read_events(&lines.join("\n"));
    assert_eq!(draw(&recording), ["1: 0 a, 10 a | 20"]);
    assert_eq!(recording.clock.origin_ns, 60_000);
}

#[test]
fn chunks_without_their_profile_are_lost() {
    let lines = [
        chunk(&format!("{ROOT},{A}"), "2,2", "5,10") + r#","id":"0x1","ts":1020"#,
        chunk("", "2", "5") + r#","id":"0x1","ts":1030"#,
    ];
    let (recording, warnings) = read_events(&lines.join("\n"));
    assert_eq!(recording.profiles.len(), 0);
    assert_eq!((only(&warnings).severity, only(&warnings).count), (Severity::Loss, 2));
}

#[test]
fn older_traces_hold_a_whole_profile_in_one_event() {
    let (recording, warnings) = read(
        r#"[{"ph":"I","name":"CpuProfile","pid":1,"tid":7,"ts":99000,"args":{"data":{"cpuProfile":{
            "nodes":[{"id":1,"callFrame":{"functionName":"(root)","url":""},"children":[2],"hitCount":0},
                     {"id":2,"callFrame":{"functionName":"a","url":"x.js","lineNumber":0},"hitCount":9,
                      "children":[3],"positionTicks":[{"line":3,"ticks":8}]},
                     {"id":3,"callFrame":{"functionName":"b","url":"x.js","lineNumber":1}}],
            "startTime":5000,"endTime":5060,"samples":[2,3],"timeDeltas":[20,30]}}}}]"#,
    );
    assert_eq!(warnings, []);
    // The deltas count from the profile's own start; the event itself stands at its end.
    assert_eq!(recording.clock.origin_ns, 5_020_000);
    assert_eq!(draw(&recording), ["7: 0 a, 30 a>b | 60"]);
    let ticks =
        recording.profiles.as_slice()[0].line_ticks.iter().map(|it| (it.line.get(), it.ticks));
    assert_eq!(ticks.collect::<Vec<_>>(), [(3, 8)]);
}

#[test]
fn deltas_beside_the_profile_go_before_those_inside() {
    let lines = [
        r#""ph":"P","name":"Profile","id":1,"ts":0,"args":{"data":{"startTime":0}}"#.to_owned(),
        format!(
            r#""ph":"P","name":"ProfileChunk","id":1,"ts":9,"args":{{"data":{{"cpuProfile":{{"nodes":[{ROOT},{A}],"samples":[2,2],"timeDeltas":[7,7],"startTime":470029996751}},"timeDeltas":[1,2]}}}}"#
        ),
    ];
    let (recording, warnings) = read_events(&lines.join("\n"));
    assert_eq!(warnings, []);
    assert_eq!(draw(&recording), ["1: 1 a, 3 a | 5"]);
}

#[test]
fn damaged_parts_of_a_chunk_cost_only_themselves() {
    let lines = [
        r#""ph":"P","name":"Profile","id":"0x1","ts":0,"args":null"#.to_owned(),
        chunk(&format!("{ROOT},null,{A}"), "2,\"3\",2", "5,5,5") + r#","id":"0x1","ts":1"#,
        r#""ph":"P","name":"ProfileChunk","id":"0x1","ts":2,"args":{"data":{"cpuProfile":[]}}"#
            .to_owned(),
        chunk("", "2", "5") + r#","id":"0x1","ts":3"#,
    ];
    let (recording, warnings) = read_events(&lines.join("\n"));
    assert_eq!(severities(&warnings), [(Severity::Loss, 3)], "{warnings:?}");
    // The time of the sample whose node could not be read belongs to nobody.
    assert_eq!(draw(&recording), ["1: 5 a, 10 , 15 a, 20 a | 25"]);
}
