//! Formats are told by content, and what is not read is named.

use std::fmt::Write as _;

use super::{PROFILE, TRACE, check_error, file, folder, open_bytes, summary};

/// Checks what an error says of some content, the offset included.
#[track_caller]
fn check(content: &[u8], expected: &str) {
    let folder = folder();
    check_error(&file(&folder, "unknown", content), &[expected]);
}

#[test]
fn formats_of_later_versions_are_named() {
    let speedscope = r#"{"$schema":"https://x","shared":{"frames":[]},"profiles":[]}"#;
    let expected = "this is a speedscope file, which this version cannot read yet, at byte 0";
    check(speedscope.as_bytes(), expected);
    let collapsed = "a list of collapsed stacks, which this version cannot read yet, at byte 0";
    check(b"main;work 10\nmain;work;leaf 5\nmain 1\n", collapsed);
}

#[test]
fn files_of_other_tools_are_named() {
    for (content, expected) in [
        (r#"{"meta":{"interval":1},"libs":[],"threads":[]}"#, "this is a Firefox profile"),
        (r#"{"profile":{"nodes":[],"startTime":1}}"#, "save only what `profile` holds, at byte 0"),
        ("{\"ph\":\"X\",\"ts\":1}\n{\"ph\":\"X\"}\n", "that is not a JSON array"),
        (r#"{"header":{"reportVersion":3}}"#, "a diagnostic report of Node.js"),
        (r#"{"lighthouseVersion":"12"}"#, "a Lighthouse report"),
        ("v8-version,12,4\n", "a log of V8 (--prof)"),
        ("node 1/1 12.5: 1 cycles:\n\t 7f2e0a1b main+0x10 (/usr/bin/node)\n", "`perf script`"),
    ] {
        check(content.as_bytes(), expected);
    }
}

#[test]
fn files_that_hold_no_json_are_named() {
    let noise: Vec<u8> =
        (0..4096_u32).map(|it| it.wrapping_mul(2_654_435_761).to_le_bytes()[2]).collect();
    let utf_16 = |bytes: fn(u16) -> [u8; 2]| PROFILE.encode_utf16().flat_map(bytes).collect();
    let (little, big): (Vec<u8>, Vec<u8>) = (utf_16(u16::to_le_bytes), utf_16(u16::to_be_bytes));
    for (content, expected) in [
        (&b"<!DOCTYPE html>\n<html><head>"[..], "found an HTML page"),
        (b"\n  <HTML>", "found an HTML page"),
        (b"<?xml version=\"1.0\"?>", "found XML"),
        (b"PK\x03\x04\x14\0\0\0", "found a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n\0\0", "found a PNG image"),
        (b"\x7fELF\x02\x01", "found an ELF program"),
        (b"BZh91AY&SY", "found bzip2 data"),
        (b"\x0a\x3e\x08\x01\x12\x0b\x12\x06", "perhaps a Perfetto trace (protobuf)"),
        (&[0; 5000], "found NUL bytes"),
        (&noise, "found binary data"),
        (&little, "found UTF-16 text"),
        (&[b"\xff\xfe", little.as_slice()].concat(), "found UTF-16 text"),
        (&big, "found UTF-16 text"),
        (b"42", "found the number 42, at byte 0"),
        (b"null", "found text that begins with `null`, at byte 0"),
        (b"\"hello\"", "found a string, at byte 0"),
        (b"Listening on port 8080\n", "text that begins with `Listening on port 8080`, at byte 0"),
        (b"\x1b[2Jowned", "found the byte 0x1b, at byte 0"),
        (b"a\x1b[2Jowned", r"text that begins with `a\u{1b}[2Jowned`"),
    ] {
        check(content, expected);
    }
}

#[test]
fn json_of_no_known_format_is_told_by_its_keys() {
    for (content, expected) in [
        ("{}", "found an empty object, at byte 0"),
        ("[]", "found an array without events, at byte 0"),
        ("[{}]", "found an array without events, at byte 0"),
        (r#"{"a":1,"b":{"nodes":[]}}"#, "found an object with the keys `a`, `b`, at byte 0"),
        (r#"[{"x":1},{"ph":"X"}]"#, "found an array of objects with the keys `x`, at byte 0"),
        ("[1,2]", "expected an object for a trace event, found the number 1, at byte 1"),
        ("[[1,2]]", "found an array nested in the array, at byte 1"),
    ] {
        check(content.as_bytes(), expected);
    }
}

#[test]
fn damage_before_the_format_is_told_with_its_place() {
    check(b"{/* c */\"nodes\":[]}", "found `/`, at byte 1");
    check(b"{'nodes':[]}", "expected a key in double quotes or `}`, found `'`, at byte 1");
    check(br#"{"k":"a\x41"}"#, r"expected an escape of JSON");
    check(br#"{"snapsh"#, "the file ends unexpectedly (truncated?)");
    check(br#"{"snapsh"#, "at byte 8");
    check(b"[", "the file ends unexpectedly (truncated?)");
    check(&b"[".repeat(100_000), "an array nested in the array");
    check(&br#"{"a":"#.repeat(40_000), "the file ends unexpectedly (truncated?)");
}

#[test]
fn damaged_recordings_go_to_their_reader() {
    check(br#"{"nodes":null,"startTime":1,"samples":[1],"timeDeltas":[1]}"#, "`nodes`");
    check(br#"{"nodes":null,"startTime":1,"samples":[1],"timeDeltas":[1]}"#, "CPU profile");
    check(br#"{"traceEvents":null}"#, "not a valid Chrome trace");
}

#[test]
fn keys_may_come_in_any_order_and_late() {
    let expected = open_bytes(PROFILE.as_bytes()).expect("a recording");
    let mut early = String::from(r#"{"unknown":["#);
    for i in 0..50_000 {
        write!(early, "[{i},[{{}}]],").expect("a string");
    }
    let late = format!("{early}0],{}", &PROFILE[1..]);
    assert_eq!(summary(&open_bytes(late.as_bytes()).expect("a recording")), summary(&expected));

    let (nodes, rest) = PROFILE.split_once("],\n    \"startTime\"").expect("its shape");
    let reversed = format!("{{\"startTime\"{},{}]}}", rest.trim_end_matches('}'), &nodes[1..]);
    assert_eq!(summary(&open_bytes(reversed.as_bytes()).expect("a recording")), summary(&expected));
}

#[test]
fn every_beginning_of_a_file_opens_or_says_where_it_ends() {
    for content in [PROFILE, TRACE] {
        for length in 0..content.len() {
            match open_bytes(&content.as_bytes()[..length]) {
                Ok(recording) => {
                    let is_told = recording.has_losses() || length + 2 >= content.len();
                    assert!(is_told, "nothing is said of a file cut at {length}");
                }
                Err(error) => assert!(error.to_string().contains("at byte"), "{error}"),
            }
        }
    }
}
