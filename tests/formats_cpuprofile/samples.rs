//! What samples of a CPU profile mean: cases worked by hand.

use std::fmt::Write as _;

use asyncscope_core::model::{Recording, StackIndex};
use asyncscope_core::task::Task;
use asyncscope_core::warning::{Warning, Warnings};
use serde_json::{Value, json};
use support::profiles::{PlainProfile, losses, read_profile};

/// A name, its short form in the cases below, and the row of its caller.
const NODES: [(&str, &str, Option<usize>); 8] = [
    ("(root)", "root", None),
    ("(program)", "program", Some(0)),
    ("(garbage collector)", "gc", Some(0)),
    ("(idle)", "idle", Some(0)),
    ("A", "A", Some(0)),
    ("B", "B", Some(4)),
    ("C", "C", Some(4)),
    ("A", "AA", Some(5)),
];

/// A profile of these nodes, which began at 1 s and ended 500 µs after its last sample:
///
/// ```text
/// (root)
///   (program) (garbage collector) (idle)
///   A
///     B
///       A      written AA
///     C
/// ```
fn profile(samples: &str, deltas: &[i64]) -> PlainProfile {
    let row = |name| NODES.iter().position(|it| it.1 == name).expect("a node of that name");
    PlainProfile {
        nodes: NODES.iter().map(|it| (it.0.to_owned(), it.2)).collect(),
        start: 1_000_000,
        end: 1_000_500 + deltas.iter().sum::<i64>(),
        samples: samples.split_whitespace().map(row).collect(),
        deltas: deltas.to_vec(),
    }
}

/// `start stack duration`, in microseconds since the origin, for each run of like samples.
fn draw(recording: &Recording) -> String {
    let samples = &recording.profiles.as_slice()[0].samples;
    let mut drawn = String::new();
    let mut row = 0;
    while row < samples.len() {
        let (start, stack) = (samples.times()[row], samples.stacks()[row]);
        while row < samples.len() && samples.stacks()[row] == stack {
            row += 1;
        }
        let duration = samples.end(row - 1).since(start);
        let (start, duration) = (micros(start.0), micros(duration.0));
        writeln!(drawn, "{start} {} {duration}", path(recording, stack)).expect("memory");
    }
    drawn
}

fn micros(nanos: u64) -> String {
    match nanos % 1_000 {
        0 => (nanos / 1_000).to_string(),
        rest => format!("{}.{rest:03}", nanos / 1_000),
    }
}

fn path(recording: &Recording, stack: Option<StackIndex>) -> String {
    let Some(stack) = stack else { return "-".to_owned() };
    let frames = recording.stacks.path(stack).map(|it| recording.stacks.frame(it));
    let mut names: Vec<&str> = frames.map(|it| recording.frame_name(it)).collect();
    names.reverse();
    names.join(" > ")
}

#[track_caller]
fn read(profile: &Value) -> (Recording, Vec<Warning>) {
    read_profile(profile.to_string().as_bytes()).expect("a profile that can be read")
}

/// The losses and repairs that are told, as text.
fn told(warnings: &[Warning]) -> String {
    warnings.iter().map(|it| format!("{} {it}\n", it.severity.word())).collect()
}

#[track_caller]
fn check(samples: &str, deltas: &[i64], expected: &str) {
    let (recording, warnings) = read(&profile(samples, deltas).to_list());
    let expected: String = expected.split(" | ").map(|it| it.to_owned() + "\n").collect();
    assert_eq!(draw(&recording), expected);
    assert_eq!(losses(&warnings), Vec::<String>::new());
}

/// Checks a profile that has something missing, and what is said of it.
#[track_caller]
fn check_told(profile: &Value, expected: &str, expected_told: &str) {
    let (recording, warnings) = read(profile);
    let expected: String = expected.split(" | ").map(|it| it.to_owned() + "\n").collect();
    assert_eq!(draw(&recording), expected);
    assert_eq!(told(&warnings).trim_end(), expected_told);
}

#[test]
fn a_sample_lasts_until_the_next_and_the_last_one_an_average_interval() {
    check(
        "B B C C A",
        &[300, 1000, 1000, 1000, 1000],
        "300 A > B 2000 | 2300 A > C 2000 | 4300 A 1000",
    );
}

#[test]
fn garbage_collection_goes_on_top_of_the_stack_before() {
    check(
        "B B gc gc B C",
        &[300, 1000, 1000, 1000, 1000, 1000],
        "300 A > B 2000 | 2300 A > B > (garbage collector) 2000 | 4300 A > B 1000 | 5300 A > C 1000",
    );
    check(
        "B gc C",
        &[300, 1000, 1000],
        "300 A > B 1000 | 1300 A > B > (garbage collector) 1000 | 2300 A > C 1000",
    );
}

#[test]
fn garbage_collection_without_a_stack_before_stands_alone() {
    check("gc B B", &[300, 1000, 1000], "300 (garbage collector) 1000 | 1300 A > B 2000");
    check(
        "B root gc B",
        &[300, 1000, 1000, 1000],
        "300 A > B 1000 | 1300 - 1000 | 2300 (garbage collector) 1000 | 3300 A > B 1000",
    );
}

#[test]
fn garbage_collection_after_idle_and_program_goes_on_top_of_them() {
    check(
        "B idle gc idle B",
        &[300, 1000, 1000, 1000, 1000],
        "300 A > B 1000 | 1300 (idle) 1000 | 2300 (idle) > (garbage collector) 1000 | \
         3300 (idle) 1000 | 4300 A > B 1000",
    );
    check(
        "idle program gc",
        &[300, 1000, 1000],
        "300 (idle) 1000 | 1300 (program) 1000 | 2300 (program) > (garbage collector) 1000",
    );
}

#[test]
fn a_single_program_inside_a_call_continues_the_stack_before() {
    check("B program B C", &[300, 1000, 1000, 1000], "300 A > B 3000 | 3300 A > C 1000");
    check("B program C", &[300, 1000, 1000], "300 A > B 2000 | 2300 A > C 1000");
    check(
        "B program program B",
        &[300, 1000, 1000, 1000],
        "300 A > B 1000 | 1300 (program) 2000 | 3300 A > B 1000",
    );
    check(
        "B program idle B",
        &[300, 1000, 1000, 1000],
        "300 A > B 1000 | 1300 (program) 1000 | 2300 (idle) 1000 | 3300 A > B 1000",
    );
}

#[test]
fn a_replaced_program_does_not_bridge_to_the_next() {
    check(
        "B program C program B",
        &[300, 1000, 1000, 1000, 1000],
        "300 A > B 2000 | 2300 A > C 2000 | 4300 A > B 1000",
    );
    check(
        "B program gc program B",
        &[300, 1000, 1000, 1000, 1000],
        "300 A > B 1000 | 1300 (program) 1000 | 2300 (program) > (garbage collector) 1000 | \
         3300 (program) 1000 | 4300 A > B 1000",
    );
}

#[test]
fn garbage_collection_follows_the_replaced_program() {
    check(
        "B program B gc",
        &[300, 1000, 1000, 1000],
        "300 A > B 3000 | 3300 A > B > (garbage collector) 1000",
    );
}

#[test]
fn samples_are_sorted_by_time() {
    check("B C B C", &[300, 1000, -400, 1000], "300 A > B 1000 | 1300 A > C 1133.333");
    let (_, warnings) = read(&profile("B C B C", &[300, 1000, -400, 1000]).to_list());
    assert_eq!(told(&warnings), "repaired 1 samples were out of order by time and were sorted\n");
}

#[test]
fn samples_of_one_moment_keep_their_order() {
    check("B C B", &[300, 0, 1000], "300 A > B 0 | 300 A > C 1000 | 1300 A > B 500");
}

#[test]
fn a_sample_before_the_start_is_the_origin() {
    check("B C B", &[-50, 1000, 1000], "0 A > B 1000 | 1000 A > C 1000 | 2000 A > B 1000");
    let (recording, _) = read(&profile("B C B", &[-50, 1000, 1000]).to_list());
    assert_eq!(recording.clock.origin_ns, 999_950_000);
    assert_eq!(recording.duration.0, 3_000_000);
}

#[test]
fn recursion_keeps_every_frame_of_its_stack() {
    check(
        "AA AA B A",
        &[300, 1000, 1000, 1000],
        "300 A > B > A 2000 | 2300 A > B 1000 | 3300 A 1000",
    );
}

#[test]
fn the_root_gives_its_time_to_nobody() {
    check(
        "root idle program B",
        &[300, 1000, 1000, 1000],
        "300 - 1000 | 1300 (idle) 1000 | 2300 (program) 1000 | 3300 A > B 1000",
    );
}

#[test]
fn a_long_gap_belongs_to_the_sample_before() {
    check("B C B", &[300, 1000, 90_000], "300 A > B 1000 | 1300 A > C 90000 | 91300 A > B 45500");
}

#[test]
fn the_end_of_the_profile_is_not_trusted() {
    let mut late = profile("B C B C", &[300, 1000, 1000, 1000]);
    late.end += 50_000;
    let drawn = "300 A > B 1000 | 1300 A > C 1000 | 2300 A > B 1000 | 3300 A > C 1000";
    check_told(&late.to_list(), drawn, "");
    let mut early = late;
    early.end = 1_002_600;
    let told = "repaired 1 `endTime` lies before the last sample and is not used (700 µs before)";
    check_told(&early.to_list(), drawn, told);
    early.end = 900_000;
    let told = "repaired 1 `endTime` lies before `startTime` and is not used";
    check_told(&early.to_list(), drawn, told);
}

#[test]
fn a_missing_start_counts_as_zero() {
    let mut profile = profile("B C", &[300, 1000]).to_list();
    profile.as_object_mut().expect("an object").remove("startTime");
    let told = "repaired 1 `startTime` is missing and counts as 0";
    check_told(&profile, "300 A > B 1000 | 1300 A > C 1000", told);
}

#[test]
fn a_lone_sample_lasts_until_the_profile_ends() {
    check("B", &[300], "300 A > B 500");
    let mut early = profile("B", &[300]);
    early.end = 1_000_000;
    let (recording, _) = read(&early.to_list());
    assert_eq!(draw(&recording), "300 A > B 0\n");
}

#[test]
fn no_samples_make_an_empty_profile() {
    let (recording, warnings) = read(&profile("", &[]).to_list());
    assert_eq!(draw(&recording), "");
    assert_eq!(recording.duration.0, 500_000);
    assert_eq!(told(&warnings), "");
}

#[test]
fn missing_and_surplus_deltas_are_told() {
    let short = profile("B C B", &[300, 1000]).to_list();
    let told = "lost 1 samples have no time in `timeDeltas` and are left out \
                (3 samples, 2 timeDeltas)";
    check_told(&short, "300 A > B 1000 | 1300 A > C 1000", told);
    let long = profile("B gc C", &[300, 1000, 1000, 1000]).to_list();
    let told = "lost 1 times in `timeDeltas` have no sample and are left out \
                (3 samples, 4 timeDeltas)";
    let drawn = "300 A > B 1000 | 1300 A > B > (garbage collector) 1000 | 2300 A > C 1000";
    check_told(&long, drawn, told);
}

#[test]
fn samples_without_times_are_spread_evenly() {
    let mut profile = profile("B C", &[300, 1000]).to_list();
    profile.as_object_mut().expect("an object").remove("timeDeltas");
    let told = "lost 2 samples have no times (`timeDeltas` missing) and are spread evenly \
                (first: from `startTime` to `endTime`)";
    check_told(&profile, "0 A > B 900 | 900 A > C 900", told);
    profile["endTime"] = json!(0);
    let told = "lost 2 samples have no times (`timeDeltas` missing) and are spread evenly \
                (first: 1 ms each, since `startTime` and `endTime` tell no duration)";
    check_told(&profile, "0 A > B 1000 | 1000 A > C 1000", told);
}

#[test]
fn hit_counts_stand_in_for_missing_samples() {
    let mut profile = profile("", &[]).to_list();
    profile["endTime"] = json!(1_001_800);
    profile["nodes"][5]["hitCount"] = json!(3);
    profile["nodes"][6]["hitCount"] = json!(1);
    profile.as_object_mut().expect("an object").remove("samples");
    let told = "lost 4 samples are missing (`samples`) and were made up from hit counts, \
                in no order (first: from `startTime` to `endTime`)";
    check_told(&profile, "0 A > B 1350 | 1350 A > C 450", told);
}

#[test]
fn deltas_may_have_fractions() {
    let mut profile = profile("B C", &[300, 1000]).to_list();
    profile["timeDeltas"] = json!([300.25, 1000.0005]);
    check_told(&profile, "300.250 A > B 1000.001 | 1300.251 A > C 1000.001", "");
}

#[test]
fn unknown_nodes_take_their_time_with_them() {
    let mut profile = profile("B C gc C", &[300, 1000, 1000, 1000]).to_list();
    profile["samples"][1] = json!(99);
    let at = profile.to_string().find("[6,99").expect("the samples");
    let told = format!(
        "lost 1 samples name nodes that do not exist; their time belongs to nobody \
         (sample 1 names node 99, at byte {at})"
    );
    let drawn = "300 A > B 1000 | 1300 - 1000 | 2300 (garbage collector) 1000 | 3300 A > C 1000";
    check_told(&profile, drawn, &told);
}

#[test]
fn line_ticks_come_from_position_ticks_alone() {
    let mut profile = profile("B C", &[300, 1000]).to_list();
    profile["nodes"][5]["positionTicks"] =
        json!([{"line": 7, "ticks": 2}, {"line": 3, "ticks": 1}, {"line": 0, "ticks": 9}]);
    profile["nodes"][7]["positionTicks"] = json!([{"line": 3, "ticks": 4}]);
    profile["lines"] = json!([50, 60]);
    assert_eq!(draw_ticks(&profile), "A:3 4, B:3 1, B:7 2");
}

#[test]
fn line_ticks_come_from_lines_of_samples_where_nodes_have_none() {
    let mut profile = profile("B C B gc B", &[300, 1000, -100, 1000, 1000]).to_list();
    profile["lines"] = json!([50, 60, 50, 0, 51]);
    assert_eq!(draw_ticks(&profile), "B:50 2, B:51 1, C:60 1");
}

fn draw_ticks(profile: &Value) -> String {
    let (recording, _) = read(profile);
    let ticks = &recording.profiles.as_slice()[0].line_ticks;
    let drawn = ticks
        .iter()
        .map(|it| format!("{}:{} {}", recording.frame_name(it.frame), it.line, it.ticks));
    drawn.collect::<Vec<_>>().join(", ")
}

#[test]
fn a_cancelled_task_stops_reading() {
    let task = Task::default();
    task.cancel();
    let text = profile("B", &[300]).to_list().to_string();
    let format = asyncscope_core::formats::cpuprofile::FORMAT;
    let error = (format.parse)(text.as_bytes(), &task, &Warnings::default()).expect_err("an error");
    assert!(error.is_cancelled(), "{error}");
}

#[test]
fn progress_reaches_the_end_of_the_file() {
    let task = Task::default();
    let text = profile("B C", &[300, 1000]).to_list().to_string();
    let format = asyncscope_core::formats::cpuprofile::FORMAT;
    (format.parse)(text.as_bytes(), &task, &Warnings::default()).expect("a profile");
    assert_eq!(task.done(), text.len() as u64 - 1, "all but the closing brace");
}
