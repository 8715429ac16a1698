//! CPU profiles that are damaged, cut, or written in unusual ways.
//!
//! Whatever is left out is told with its place.

use std::fmt::Write as _;

use asyncscope_core::model::Recording;
use asyncscope_core::warning::Severity;
use proptest::prelude::*;
use support::profiles::{losses, read_profile, weights_by_sample};

/// Three functions that call one another, and time without any.
const SOUND: &str = r#"{"nodes":[
 {"id":1,"callFrame":{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},"hitCount":0,"children":[2,5]},
 {"id":2,"callFrame":{"functionName":"main","scriptId":"7","url":"file:///a.js","lineNumber":0,"columnNumber":0},"hitCount":1,"children":[3]},
 {"id":3,"callFrame":{"functionName":"work","scriptId":"7","url":"file:///a.js","lineNumber":10,"columnNumber":4},"hitCount":2,"children":[4]},
 {"id":4,"callFrame":{"functionName":"leaf","scriptId":"7","url":"file:///a.js","lineNumber":20,"columnNumber":2},"hitCount":3,"positionTicks":[{"line":21,"ticks":3}]},
 {"id":5,"callFrame":{"functionName":"(idle)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1},"hitCount":1}],
 "startTime":1000000,"endTime":1007000,"samples":[2,3,3,4,4,4,5],"timeDeltas":[1000,1000,1000,1000,1000,1000,1000]}"#;

/// `name own total` in microseconds, by name.
fn draw(recording: &Recording) -> String {
    let weights = weights_by_sample(recording, |it| recording.frame_name(it).to_owned());
    let drawn = weights
        .iter()
        .map(|(name, (own, total))| format!("{name} {} {}", own / 1_000, total / 1_000));
    drawn.collect::<Vec<_>>().join(", ")
}

/// [`SOUND`] with the first `old` replaced by `new`, and where it was.
#[track_caller]
fn spoilt(old: &str, new: &str) -> (String, usize) {
    let at = SOUND.find(old).expect("a part of the profile");
    (SOUND.replacen(old, new, 1), at)
}

/// Checks what is left after a replacement, and what is said of it: words, with `@+n` for the
/// place `n` bytes behind that of the replacement.
#[track_caller]
fn check(old: &str, new: &str, expected: &str, told: &[&str]) {
    let (text, at) = spoilt(old, new);
    let (recording, warnings) = read_profile(text.as_bytes()).expect("something to read");
    assert_eq!(draw(&recording), expected);
    let told: Vec<String> = told.iter().map(|it| with_places(it, at)).collect();
    assert_eq!(losses(&warnings), told);
}

/// Checks the error after a replacement.
#[track_caller]
fn check_error(old: &str, new: &str, expected: &str) {
    let (text, at) = spoilt(old, new);
    let error = read_profile(text.as_bytes()).expect_err("an error");
    assert_eq!(error.to_string(), with_places(expected, at));
}

fn with_places(text: &str, at: usize) -> String {
    let mut parts = text.split("@+");
    let mut placed = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.chars().take_while(char::is_ascii_digit).count();
        let distance: usize = part[..digits].parse().expect("a distance");
        write!(placed, "{}{}", at + distance, &part[digits..]).expect("memory");
    }
    placed
}

const WHOLE: &str = "(idle) 1000 1000, leaf 3000 3000, main 1000 6000, work 2000 5000";

#[test]
fn the_sound_profile_is_sound() {
    check("", "", WHOLE, &[]);
}

#[test]
fn unknown_keys_order_and_marks_do_not_matter() {
    check("\"startTime\"", r#""$vscode":{"a":[[{"b":"]}"}]]},"startTime""#, WHOLE, &[]);
    check(r#"{"nodes":["#, "\u{feff}{\"nodes\":[", WHOLE, &[]);
    check(r#""hitCount":0"#, r#""hitCount":null,"deoptReason":"x\"{""#, WHOLE, &[]);
    check("\"children\":[3]", "\"children\" : [\r\n\t3\n] ", WHOLE, &[]);
}

#[test]
fn whole_numbers_may_be_written_with_fraction_and_exponent() {
    check("\"id\":2", "\"id\":2.0", WHOLE, &[]);
    check("\"id\":2", "\"id\":20e-1", WHOLE, &[]);
    check("[2,3,3,4,", "[2,0.3e1,3,4.00,", WHOLE, &[]);
}

#[test]
fn function_names_are_decoded() {
    let names = [
        (r"caf\u00e9\n\t\b\f\r\/\\\u0022", "café\n\t\u{8}\u{c}\r/\\\""),
        (r"\ud83d\udc69", "👩"),
        (r"\uD83D\uDC69\u200d\uD83D\uDE80", "👩\u{200d}🚀"),
        (r"f\ud800n", "f\u{fffd}n"),
        (r"f\udc00n", "f\u{fffd}n"),
        (r"\ud83d\n", "\u{fffd}\n"),
        (r"\ud83d\ud83d\udc69", "\u{fffd}👩"),
        (r"\u0000a", "\0a"),
        ("raw \u{7f} 日本 \u{1}", "raw \u{7f} 日本 \u{1}"),
        ("", "(anonymous)"),
    ];
    for (written, expected) in names {
        let (text, _) = spoilt("work", written);
        let (recording, warnings) = read_profile(text.as_bytes()).expect(written);
        let names: Vec<&str> =
            recording.frames.indices().map(|it| recording.frame_name(it)).collect();
        assert!(names.contains(&expected), "{written}: {names:?}");
        assert_eq!(losses(&warnings), Vec::<String>::new(), "{written}");
    }
}

#[test]
fn bytes_that_are_no_text_become_replacement_characters() {
    let mut text = SOUND.as_bytes().to_vec();
    let at = SOUND.find("work").expect("a name");
    text.splice(at..at + 4, *b"f\xed\xa0\x80\xff");
    let (recording, _) = read_profile(&text).expect("a profile");
    assert!(draw(&recording).contains("f\u{fffd}"), "{}", draw(&recording));
}

#[test]
fn damaged_nodes_are_left_out_and_told() {
    let rest = "(idle) 1000 1000, leaf 3000 3000, work 2000 5000";
    let orphans = "1 nodes have no parent (orphans); they count as outermost (node 3, at byte";
    let unknown = "1 samples name nodes that do not exist; their time belongs to nobody \
                   (sample 0 names node 2, at byte";
    let nobody = "1 children do not exist (child 2 of node 1, at byte @-";
    for (id, problem) in [
        ("\"2\"", "expected a number for the `id` of a node, found a string"),
        ("2.5", "expected an integer for the `id` of a node, found the number 2.5"),
        ("-2", "the `id` of a node is -2, out of range: expected a number from 0 to 4294967294"),
        ("null", "expected a number for the `id` of a node, found `null`"),
        ("02", "expected a number for the `id` of a node, found the number 02"),
        ("+2", "expected a number for the `id` of a node, found `+`"),
    ] {
        let (text, at) = spoilt("\"id\":2", &format!("\"id\":{id}"));
        let (recording, warnings) = read_profile(text.as_bytes()).expect("a profile");
        assert_eq!(draw(&recording), rest, "{id}");
        let told = losses(&warnings);
        assert_eq!(told.len(), 4, "{told:#?}");
        assert!(told[0].starts_with(nobody.trim_end_matches("@-")), "{told:#?}");
        let place = at + 5;
        let damaged = format!("1 nodes were damaged and are left out ({problem}, at byte {place})");
        assert!(told.contains(&damaged), "{told:#?}");
        assert!(told.iter().any(|it| it.starts_with(orphans)), "{told:#?}");
        assert!(told.iter().any(|it| it.starts_with(unknown)), "{told:#?}");
    }
}

#[test]
fn damaged_members_cost_themselves_alone() {
    check(
        "\"hitCount\":2",
        "\"hitCount\":-2",
        WHOLE,
        &["1 hit counts were negative and count as 0 (`hitCount` is -2, at byte @+11)"],
    );
    check(
        "\"work\"",
        "17",
        "(anonymous) 2000 5000, (idle) 1000 1000, leaf 3000 3000, main 1000 6000",
        &["1 members of functions were damaged and count as empty \
           (expected a string for `functionName`, found the number 17, at byte @+0)"],
    );
    check(
        "\"lineNumber\":10",
        "\"lineNumber\":4294967296",
        WHOLE,
        &["1 members of functions were damaged and count as empty (`lineNumber` is 4294967296, \
           out of range: expected a number below 2^32, at byte @+13)"],
    );
    check(
        r#"[{"line":21,"ticks":3}]"#,
        r#"[{"line":-5,"ticks":"x"},null]"#,
        WHOLE,
        &["2 line ticks (`positionTicks`) were damaged and are left out (first: expected a \
           number for `ticks` in `positionTicks`, found a string, at byte @+20)"],
    );
}

#[test]
fn damaged_samples_and_deltas_are_told() {
    let less = "(idle) 1000 1000, leaf 3000 3000, main 1000 5000, work 1000 4000";
    check(
        "[2,3,3",
        "[2,null,3",
        less,
        &[
            "1 numbers were damaged and are left out (expected a number for a node id in `samples`, \
           found `null`, at byte @+3)",
        ],
    );
    let (text, at) = spoilt("[1000,1000", "[\"1000\",1000");
    let (recording, warnings) = read_profile(text.as_bytes()).expect("a profile");
    assert_eq!(recording.profiles.as_slice()[0].samples.times()[0].0, 0);
    let told = format!(
        "1 numbers were damaged and are left out \
         (expected a number for an element of `timeDeltas`, found a string, at byte {})",
        at + 1
    );
    assert_eq!(losses(&warnings), [told]);
}

#[test]
fn times_out_of_range_are_told() {
    let huge = "9223372036854775807";
    let told = "1 times of the profile were damaged and are left out (`startTime` is \
                9223372036854775807, out of range: expected a time within 292 years, at byte @+12)";
    check("\"startTime\":1000000", &format!("\"startTime\":{huge}"), WHOLE, &[told]);
    let (text, _) = spoilt("[1000,1000,1000", "[9e15,9e15,9e15");
    let (_, warnings) = read_profile(text.as_bytes()).expect("a profile");
    let told = "6 sample times overflow the range of 292 years and are cut to it";
    assert_eq!(losses(&warnings), [told]);
}

#[test]
fn wrong_edges_are_left_out_alone() {
    check(
        "\"children\":[3]",
        "\"children\":[3,99]",
        WHOLE,
        &["1 children do not exist (child 99 of node 2, at byte @+14)"],
    );
    check(
        "\"children\":[3]",
        "\"children\":[3,2]",
        WHOLE,
        &["1 nodes are their own parent; that was left out (child 2 of node 2, at byte @+14)"],
    );
    check(
        "\"children\":[4]",
        "\"children\":[4,2]",
        WHOLE,
        &[&format!(
            "1 children have a second parent; the first counts (child 2 of node 1 at byte {}, \
             then of node 3, at byte @+14)",
            SOUND.find("[2,5]").expect("children") + 1
        )],
    );
    check(
        "\"children\":[3]",
        "\"children\":[\"x\",3]",
        WHOLE,
        &["1 children were damaged and are left out (expected a number for a node id in \
           `children`, found a string, at byte @+12)"],
    );
}

#[test]
fn circles_are_cut() {
    let (text, _) = spoilt("\"children\":[2,5]", "\"children\":[5]");
    let text = text.replace("\"positionTicks\"", "\"children\":[2],\"positionTicks\"");
    let (recording, warnings) = read_profile(text.as_bytes()).expect("a profile");
    assert_eq!(draw(&recording), WHOLE);
    let at = text.find("{\"id\":2").expect("the node");
    let told = format!(
        "1 nodes call themselves in a circle (cycle), which was cut (node 2, at byte {at})"
    );
    assert_eq!(losses(&warnings), [told]);
}

#[test]
fn duplicate_ids_keep_the_first_node() {
    let (text, _) = spoilt("\"id\":3", "\"id\":2");
    let (recording, warnings) = read_profile(text.as_bytes()).expect("a profile");
    assert_eq!(draw(&recording), "(idle) 1000 1000, leaf 3000 3000, main 1000 1000");
    assert!(losses(&warnings)[1].contains("same id as one before (duplicate)"), "{warnings:#?}");
}

#[test]
fn keys_that_stand_twice_count_the_last_time() {
    let text = format!("{},{}", &SOUND[..SOUND.len() - 1], &SOUND[1..]);
    let (recording, warnings) = read_profile(text.as_bytes()).expect("a profile");
    assert_eq!(draw(&recording), WHOLE);
    assert_eq!(losses(&warnings), Vec::<String>::new());
    assert_eq!(warnings[0].severity, Severity::Repair);
    assert_eq!(warnings[0].count, 3, "nodes, samples and times");
}

#[test]
fn what_cannot_be_read_at_all_is_an_error_with_its_place() {
    check_error(
        "{\"nodes\"",
        "[{\"nodes\"",
        "expected an object for a CPU profile, found an array, at byte @+0",
    );
    check_error(
        "\"nodes\":[",
        "\"nodes\":{}, \"x\":[",
        "expected an array for `nodes`, found an object, at byte @+8",
    );
    check_error("\"nodes\"", "\"knots\"", "`nodes` is missing, at byte 0");
    check_error(
        "\"id\":2",
        "\"id\":NaN",
        "expected a number for the `id` of a node, found `NaN`, at byte @+5",
    );
    check_error(
        "\"id\":2",
        "\"id\":0x2",
        "expected a number for the `id` of a node, found the number 0x2, at byte @+5",
    );
    check_error(
        "\"main\"",
        r#""\x41""#,
        r"expected an escape of JSON such as `\n` or `\u0041`, found `\\x`, at byte @+1",
    );
    check_error(
        "{\"nodes\"",
        "{/* c */\"nodes\"",
        "expected a key in double quotes or `}`, found `/`, at byte @+1",
    );
}

#[test]
fn samples_without_any_node_are_an_error() {
    let text = r#"{"nodes":[],"startTime":1,"endTime":2,"samples":[1],"timeDeltas":[1]}"#;
    let error = read_profile(text.as_bytes()).expect_err("an error");
    assert_eq!(
        error.to_string(),
        "expected a node in `nodes` for the samples, found none, at byte 9"
    );
    let text = r#"{"nodes":[{"id":1}],"samples":[1],"timeDeltas":[1]}"#;
    let error = read_profile(text.as_bytes()).expect_err("an error");
    assert_eq!(error.to_string(), "the `callFrame` of a node is missing, at byte 10");
}

#[test]
fn text_behind_the_profile_is_told() {
    for tail in ["\ngarbage", "\0\0\0\0", "{}"] {
        let text = SOUND.to_owned() + tail;
        let (recording, warnings) = read_profile(text.as_bytes()).expect("a profile");
        assert_eq!(draw(&recording), WHOLE);
        let told = losses(&warnings);
        assert!(told[0].starts_with("1 texts stand after the end of the profile"), "{told:?}");
    }
}

#[test]
fn a_cut_profile_is_an_error_or_keeps_whole_samples_and_says_where_it_ends() {
    let samples = SOUND.find("\"samples\":[").expect("samples") + 13;
    for end in 0..SOUND.len() {
        match read_profile(&SOUND.as_bytes()[..end]) {
            Ok((recording, warnings)) => {
                assert!(end >= samples, "cut at {end}: there are no samples yet");
                assert!(!recording.profiles.as_slice()[0].samples.is_empty(), "cut at {end}");
                let told = losses(&warnings);
                let cut = told.iter().find(|it| it.contains("truncated")).expect("a warning");
                assert!(cut.ends_with(&format!("at byte {end})")), "cut at {end}: {cut}");
            }
            Err(error) => {
                assert!(end < samples, "cut at {end}: {error}");
                assert!(error.is_unexpected_end(), "cut at {end}: {error}");
                assert_eq!(error.offset, end as u64);
            }
        }
    }
}

#[test]
fn a_cut_number_is_not_believed() {
    let end = SOUND.find("4,5]").expect("samples") + 3;
    let (recording, _) = read_profile(&SOUND.as_bytes()[..end]).expect("a profile");
    assert_eq!(recording.profiles.as_slice()[0].samples.len(), 6, "the seventh may go on");
}

proptest! {
    #[test]
    fn changed_bytes_never_panic(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        removed in any::<prop::sample::Index>(),
        n_removed in 0..20_usize,
    ) {
        let mut text = SOUND.as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(text.len());
            text[at] = byte;
        }
        let start = removed.index(text.len());
        let end = (start + n_removed).min(text.len());
        text.drain(start..end);
        if let Err(error) = read_profile(&text) {
            prop_assert!(error.offset <= text.len() as u64, "{}", error);
        }
    }
}
